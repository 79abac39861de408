import type { Operation } from '../trace/operation.ts';
import { factsOfOperation } from './facts.ts';
import { functionAt } from './functions.ts';
import { locateFacts } from './locate.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** The live figures of one function. */
export interface FunctionFigures {
  /** What people call it: `Cart.total`, `GET /orders` for a handler without a name, '' for another. */
  readonly name: string;
  /** Line and column of the name, from 1. */
  readonly line: number;
  readonly column: number;
  /** First line, decorators included, and last line. */
  readonly headLine: number;
  readonly endLine: number;
  readonly count: number;
  readonly errors: number;
  /** Decimal strings of ns. */
  readonly p50Nano: string;
  readonly p95Nano: string;
  /** Newest first, 50 at most. */
  readonly traceIds: readonly string[];
  /** Where it runs. */
  readonly services: readonly string[];
}

/** Below it a place is a guess, and a figure must not stand where its spans are not made. */
const SURE = 0.5;
const TRACES = 50;

/**
 * The live figures of every function that makes spans, by file and in order of line. Operations that no function makes
 * for sure are left out.
 */
export function placeOperations(
  operations: readonly Operation[],
  index: WorkspaceIndex,
): Map<string, FunctionFigures[]> {
  const layersOf = new Map<string, Map<number, Map<string, Operation[]>>>();
  for (const operation of operations) {
    const best = locateFacts(factsOfOperation(operation), index)[0];
    const sites = best && index.sitesOf(best.file);
    if (!sites || best.confidence <= SURE) continue;
    const inside = functionAt(sites, best.line, best.column);
    if (inside < 0) continue;
    const functions = entry(layersOf, best.file, () => new Map<number, Map<string, Operation[]>>());
    const layers = entry(functions, inside, () => new Map<string, Operation[]>());
    entry(layers, `${best.line} ${operation.kind} ${operation.scope}`, () => []).push(operation);
  }
  return new Map(
    [...layersOf].map(([file, functions]) => [
      file,
      [...functions]
        .sort(([a], [b]) => a - b)
        .map(([inside, layers]) => figures(file, inside, layers, index)),
    ]),
  );
}

/**
 * Spans that one function makes at different lines or by different scopes usually stand in each other (the server span
 * and the router's span of one request): adding them would count a call twice. So the figures are those of one layer,
 * the one with the most spans, and of equal ones the one that lasts longest, which is the outer. Within a layer counts
 * add up; the percentiles are those of its operation with the most spans, as percentiles cannot be added.
 */
function figures(
  file: string,
  inside: number,
  layers: ReadonlyMap<string, readonly Operation[]>,
  index: WorkspaceIndex,
): FunctionFigures {
  const ranked = [...layers.values()]
    .map(leading)
    .sort((a, b) => b.count - a.count || compareNano(b.lead, a.lead));
  const { count, errors, lead, operations } = ranked[0]!;
  const { functions, routes } = index.sitesOf(file)!;
  const { qualifiedName, line, column, headLine, endLine } = functions[inside]!;
  const served = routes.find(({ handler }) => handler === inside);
  return {
    name: qualifiedName || (served ? [served.method, served.route].filter(Boolean).join(' ') : ''),
    line,
    column,
    headLine,
    endLine,
    count,
    errors,
    p50Nano: lead.p50Nano,
    p95Nano: lead.p95Nano,
    traceIds: interleaved(operations.map(({ traceIds }) => traceIds)),
    services: [...new Set([...layers.values()].flat().map(({ service }) => service))],
  };
}

function leading(operations: readonly Operation[]) {
  const sum = (pick: (operation: Operation) => number) =>
    operations.reduce((total, one) => total + pick(one), 0);
  const lead = operations.toSorted((a, b) => b.count - a.count)[0]!;
  return { count: sum((one) => one.count), errors: sum((one) => one.errors), lead, operations };
}

function compareNano(a: Operation, b: Operation): number {
  const [left, right] = [BigInt(a.p50Nano), BigInt(b.p50Nano)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The newest of each list, then the second of each: the lists do not tell which is newer. */
function interleaved(lists: readonly (readonly string[])[]): string[] {
  const ids = new Set<string>();
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  for (let i = 0; i < longest; i += 1) for (const list of lists) if (list[i] !== undefined) ids.add(list[i]!);
  return [...ids].slice(0, TRACES);
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
