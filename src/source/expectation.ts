import path from 'node:path';
import type { SourceSites, SpanSite } from '../languages/sites.ts';
import { escape } from '../languages/spanName.ts';
import type { Operation } from '../trace/operation.ts';
import { factsOfOperation } from './facts.ts';
import { functionAt } from './functions.ts';
import { locateFacts } from './locate.ts';
import { Confidence, type SourceLocation } from './location.ts';
import type { FunctionFigures } from './placeOperations.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/**
 * A span that an edit has put into a function. It is told by what the function made before, rather than by its name: so
 * it may be renamed in the text and is still the same, and it is gone when the edit is undone.
 */
export interface Expectation {
  /** Absolute path. */
  readonly file: string;
  /** Qualified name of the function that makes it; '' at module level and in a function without a name. */
  readonly function: string;
  /** Names of the spans that the function made before, as the source writes them. */
  readonly before: readonly string[];
  /** The name that the edit gave it. */
  readonly name: string;
}

/** An expected span in the text as it is now, and what is known of its runs. */
export interface ExpectedSpan {
  /** `order …` where variables stand in it; '' where it is not known. */
  readonly name: string;
  /** The same as a regular expression's source. */
  readonly pattern: string;
  /** First line of its function, or its own, from 1. */
  readonly line: number;
  /** Operations that lead to this place. */
  readonly operations: readonly Operation[];
  /** Services that run the code around it: of this file, or of those nearest to it that spans come from. */
  readonly services: readonly string[];
}

/** What to expect of an edit: the first span that the file makes after it and did not make before, and its place then. */
export function expectationOf(
  file: string,
  before: SourceSites,
  after: SourceSites,
): { expectation: Expectation; site: SpanSite } | undefined {
  const made = byFunction(before);
  for (const [owner, spans] of byFunction(after)) {
    const known = (made.get(owner) ?? []).map(written);
    const [site] = added(spans, known);
    if (site) return { expectation: { file, function: owner, before: known, name: written(site) }, site };
  }
  return undefined;
}

/** The expected span as the text has it now; `undefined` where the edit has been undone. */
export function expectedSpan(
  { file, function: owner, before, name }: Expectation,
  operations: Iterable<Operation>,
  figures: ReadonlyMap<string, readonly FunctionFigures[]>,
  index: WorkspaceIndex,
): ExpectedSpan | undefined {
  const sites = index.sitesOf(file);
  const fresh = sites ? added(byFunction(sites).get(owner) ?? [], before) : [];
  const site = fresh.find((one) => written(one) === name) ?? fresh[0];
  if (!sites || !site) return undefined;
  const pattern = patternOf(site);
  const called = new RegExp(`^(?:${pattern})$`, 's');
  const isHere = (place: SourceLocation): boolean =>
    place.file === file && functionAt(sites, place.line, place.column) === site.function;
  const leadsHere = (operation: Operation): boolean => {
    const places = locateFacts(factsOfOperation(operation), index);
    const sure = places.filter(({ confidence }) => confidence > Confidence.Ambiguous);
    return sure[0]
      ? isHere(sure[0])
      : places.some((place) => place.confidence > Confidence.Ancestor && isHere(place));
  };
  return {
    name: readable(site),
    pattern,
    line: sites.functions[site.function]?.headLine ?? site.line,
    operations: [...operations].filter((one) => called.test(one.name) && leadsHere(one)),
    services: servicesAround(file, figures),
  };
}

function byFunction(sites: SourceSites): Map<string, SpanSite[]> {
  const spans = new Map<string, SpanSite[]>();
  for (const site of sites.spans) {
    const owner = sites.functions[site.function]?.qualifiedName ?? '';
    spans.set(owner, [...(spans.get(owner) ?? []), site]);
  }
  return spans;
}

/** The spans beyond those known. */
function added(spans: readonly SpanSite[], known: readonly string[]): SpanSite[] {
  const left = [...known];
  return spans.filter((site) => {
    const at = left.indexOf(written(site));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function written({ name }: SpanSite): string {
  return name ?? '';
}

function readable({ name, pattern }: SpanSite): string {
  return pattern ? name!.replace(/\.\+/g, '…').replace(/\\(.)/g, '$1') : (name ?? '');
}

/** Any name where the source does not tell it: such a span is known by the place that it records. */
function patternOf({ name, pattern }: SpanSite): string {
  if (name === null) return '.*';
  return pattern ? name : escape(name);
}

/** Services of the files with figures that share the most folders with this one. */
function servicesAround(file: string, figures: ReadonlyMap<string, readonly FunctionFigures[]>): string[] {
  const folders = file.split(path.sep);
  const shared = (other: string): number => {
    const parts = other.split(path.sep);
    const differs = parts.findIndex((part, i) => part !== folders[i]);
    return differs < 0 ? parts.length : differs;
  };
  const most = Math.max(0, ...[...figures.keys()].map(shared));
  const nearest = [...figures].filter(([other]) => shared(other) === most);
  return [
    ...new Set(nearest.flatMap(([, functions]) => functions.flatMap(({ services }) => services))),
  ].sort();
}
