import type { SpanTable } from '../otlp/spanTable.ts';
import { Mark } from './columns.ts';
import { wordsOf, type SpanIndex } from './spanIndex.ts';

/** For each row of the table the row of its parent, -1 at the top, and what is odd about the link. */
export interface Parents {
  readonly parent: Int32Array;
  readonly marks: Uint16Array;
}

/**
 * Links every span to its parent. What remains is a forest: a span whose parent is missing is an orphan at the top,
 * and a ring of parents is opened above its earliest span. `order` holds the rows by start. O(n).
 */
export function linkParents(table: SpanTable, index: SpanIndex, order: Int32Array): Parents {
  const parent = new Int32Array(table.count).fill(-1);
  const marks = new Uint16Array(table.count);
  const parentId = wordsOf(table.parentSpanId);
  for (const row of order) {
    const low = parentId[2 * row]!;
    const high = parentId[2 * row + 1]!;
    if (low === 0 && high === 0) continue;
    const found = index.findWords(low, high);
    if (found < 0) marks[row]! |= Mark.Orphan;
    parent[row] = found;
  }
  openCycles(parent, marks, order);
  return { parent, marks };
}

/** Walks up from every span once; a walk that meets itself has found a ring. */
function openCycles(parent: Int32Array, marks: Uint16Array, order: Int32Array): void {
  const rank = new Int32Array(parent.length);
  order.forEach((row, position) => (rank[row] = position));
  const walkOf = new Int32Array(parent.length);
  let walk = 0;
  for (const from of order) {
    walk++;
    let row = from;
    while (row >= 0 && walkOf[row] === 0) {
      walkOf[row] = walk;
      row = parent[row]!;
    }
    if (row < 0 || walkOf[row] !== walk) continue;
    const top = earliestOnRing(row, parent, rank);
    parent[top] = -1;
    marks[top]! |= Mark.Cycle;
  }
}

function earliestOnRing(start: number, parent: Int32Array, rank: Int32Array): number {
  let earliest = start;
  for (let row = parent[start]!; row !== start; row = parent[row]!) {
    if (rank[row]! < rank[earliest]!) earliest = row;
  }
  return earliest;
}
