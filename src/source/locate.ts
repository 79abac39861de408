import type { SpanDetail } from '../trace/span.ts';
import { factsOfSpan, type SpanFacts } from './facts.ts';
import { functionAt } from './functions.ts';
import { Confidence, type SourceLocation } from './location.ts';
import { resolvers } from './resolvers/all.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/**
 * Where a span lives in the workspace, best first; empty where nothing is known. `chain` is the span, its parent, the
 * parent's parent and so on. A span that tells nothing of its own source (a library's) gets the place of the nearest
 * ancestor in the same process that does, and the reason says so.
 */
export function locateSpan(chain: readonly SpanDetail[], index: WorkspaceIndex): SourceLocation[] {
  for (const [depth, spanWithLogs] of chain.entries()) {
    const facts = factsOfSpan(spanWithLogs);
    const { name, kind } = spanWithLogs.span;
    // What an ancestor threw was thrown after its child had ended.
    const [best, ...others] = locateFacts(depth === 0 ? facts : { ...facts, stacks: [] }, index);
    if (best && depth === 0) return [best, ...others];
    if (best)
      return [{ ...best, reason: `inside ${name} (${best.reason})`, confidence: Confidence.Ancestor }];
    // Its parent is in another program.
    if (kind === 'SERVER' || kind === 'CONSUMER') break;
  }
  return [];
}

/** What the resolvers find, best first, each line once with all its reasons. */
export function locateFacts(facts: SpanFacts, index: WorkspaceIndex): SourceLocation[] {
  const byLine = new Map<string, SourceLocation>();
  const bounded = withoutLongTexts(facts);
  for (const resolve of resolvers) {
    for (const found of resolve(bounded, index)) {
      const key = `${found.file}:${found.line}`;
      const known = byLine.get(key);
      if (!known) byLine.set(key, found);
      else if (!known.reason.split('; ').includes(found.reason)) byLine.set(key, merge(known, found));
    }
  }
  const sorted = [...byLine.values()].sort(
    (a, b) => b.confidence - a.confidence || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
  );
  return withoutRivalsInside(sorted, index);
}

/** No name or path of a program is as long; what is must not keep the patterns of the workspace busy. */
const LONGEST = 2_000;

function withoutLongTexts(facts: SpanFacts): SpanFacts {
  const text = (key: 'name' | 'route' | 'path' | 'codeFile' | 'codeFunction') =>
    facts[key].length > LONGEST ? '' : facts[key];
  return {
    ...facts,
    name: text('name'),
    route: text('route'),
    path: text('path'),
    codeFile: text('codeFile'),
    codeFunction: text('codeFunction'),
  };
}

function merge(known: SourceLocation, found: SourceLocation): SourceLocation {
  const better = found.confidence > known.confidence ? found : known;
  return { ...better, reason: `${known.reason}; ${found.reason}` };
}

/** The line of an exception does not contest the line of the span around it: both are in the same function. */
function withoutRivalsInside(sorted: readonly SourceLocation[], index: WorkspaceIndex): SourceLocation[] {
  const seen = new Set<string>();
  return sorted.map((location) => {
    const sites = index.sitesOf(location.file);
    const inside = sites ? functionAt(sites, location.line, location.column) : -1;
    const key = `${location.file}#${inside}`;
    if (inside < 0 || !seen.has(key)) {
      seen.add(key);
      return location;
    }
    return { ...location, confidence: Math.min(location.confidence, Confidence.Ambiguous) };
  });
}
