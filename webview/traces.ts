/** The traces that a list shows, newest arrival first. */
import type { TraceSummary } from '../src/trace/summary.ts';

/** More rows than this help nobody; a search reaches the older traces. */
const MOST = 2_000;

/**
 * `list` with `changes` (newest first): a trace that is there already is replaced at its place, so that no row jumps
 * while it grows; a new one goes to the front, in the order given.
 */
export function merged(list: readonly TraceSummary[], changes: readonly TraceSummary[]): TraceSummary[] {
  const changed = new Map(changes.map((trace) => [trace.traceId, trace]));
  const kept = list.map((trace) => {
    const now = changed.get(trace.traceId);
    changed.delete(trace.traceId);
    return now ?? trace;
  });
  return [...changed.values(), ...kept].slice(0, MOST);
}

/** `list` with the traces of `changes` that it has, as they are now. */
export function refreshed(list: readonly TraceSummary[], changes: readonly TraceSummary[]): TraceSummary[] {
  const changed = new Map(changes.map((trace) => [trace.traceId, trace]));
  return list.map((trace) => changed.get(trace.traceId) ?? trace);
}

/** `list` without the traces of these ids. */
export function without(list: readonly TraceSummary[], traceIds: readonly string[]): readonly TraceSummary[] {
  if (traceIds.length === 0) return list;
  const gone = new Set(traceIds);
  return list.filter(({ traceId }) => !gone.has(traceId));
}
