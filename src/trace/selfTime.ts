import type { TraceColumns } from './columns.ts';

/**
 * Self time of every span in ns: its duration less the union of its children's intervals, each clamped to the span.
 * Children stand by start, so one pass with a mark of how far each parent is covered is enough. O(n).
 */
export function selfTimes(trace: TraceColumns): BigUint64Array {
  const { count, start, end, parent } = trace;
  const self = new BigUint64Array(count);
  const covered = start.slice();
  for (let row = 0; row < count; row++) {
    self[row] = end[row]! - start[row]!;
    const above = parent[row]!;
    if (above < 0) continue;
    const from = start[row]! > covered[above]! ? start[row]! : covered[above]!;
    const to = end[row]! < end[above]! ? end[row]! : end[above]!;
    if (to <= from) continue;
    self[above]! -= to - from;
    covered[above] = to;
  }
  return self;
}
