/** Which rows of a trace are on show: all but those under a collapsed span. */
import type { TraceColumns } from '../src/trace/columns.ts';

/**
 * The rows on show, in order, for one flag a row in `collapsed`. Leaps over a collapsed subtree by `subtreeEnd`:
 * O(visible rows).
 */
export function visibleSpans(
  columns: Pick<TraceColumns, 'count' | 'subtreeEnd'>,
  collapsed: Uint8Array,
): Uint32Array {
  const rows = new Uint32Array(columns.count);
  let length = 0;
  for (let row = 0; row < columns.count; row = collapsed[row] ? columns.subtreeEnd[row]! : row + 1) {
    rows[length++] = row;
  }
  return rows.subarray(0, length);
}

/** The position of `row` among the visible rows, or that of the collapsed span that hides it. Binary search. */
export function positionOf(visible: Uint32Array, row: number): number {
  let low = 0;
  let high = visible.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (visible[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** True when the span has children. */
export function hasChildren(columns: Pick<TraceColumns, 'subtreeEnd'>, row: number): boolean {
  return columns.subtreeEnd[row]! > row + 1;
}

/** The children of `parent` (-1: the roots), found from one subtree's end to the next start. */
export function* childrenOf(
  columns: Pick<TraceColumns, 'count' | 'subtreeEnd'>,
  parent: number,
): Generator<number, void> {
  const end = parent < 0 ? columns.count : columns.subtreeEnd[parent]!;
  for (let row = parent + 1; row < end; row = columns.subtreeEnd[row]!) yield row;
}
