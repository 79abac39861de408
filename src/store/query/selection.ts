import { Mark, type TraceColumns } from '../../trace/columns.ts';
import { isOrdered } from './matcher.ts';
import type { Aggregate, Relation, Spanset } from './traceql.ts';

/** For each row of a tree 1 where it is selected, else 0. */
export type Rows = Uint8Array;

/** The spans that a spanset selects from a tree. `rowsOf` gives those that satisfy the condition of this very part. */
export function select(spanset: Spanset, tree: TraceColumns, rowsOf: (part: Spanset) => Rows): Rows {
  switch (spanset.kind) {
    case 'filter':
      return rowsOf(spanset);
    case 'refined': {
      const by = rowsOf(spanset);
      return select(spanset.of, tree, rowsOf).map((selected, row) => selected & by[row]!);
    }
    case 'aggregate': {
      const rows = select(spanset.of, tree, rowsOf);
      return satisfies(spanset.aggregate, rows, tree) ? rows : none(tree);
    }
    default: {
      const left = select(spanset.left, tree, rowsOf);
      const right = select(spanset.right, tree, rowsOf);
      if (spanset.kind === 'structure') return related(spanset.relation, left, right, tree);
      if (spanset.kind === 'and' && !(left.includes(1) && right.includes(1))) return none(tree);
      return left.map((selected, row) => selected | right[row]!);
    }
  }
}

const none = (tree: TraceColumns): Rows => new Uint8Array(tree.count);

/** The rows of `right` that stand so to one of `left`. A root and an orphan have no siblings. */
function related(
  relation: Relation,
  left: Rows,
  right: Rows,
  { parent, subtreeEnd, count }: TraceColumns,
): Rows {
  const rows = new Uint8Array(count);
  switch (relation) {
    case '>':
      for (let row = 0; row < count; row++) if (parent[row]! >= 0) rows[row] = left[parent[row]!]!;
      break;
    case '<':
      for (let row = 0; row < count; row++) if (left[row] && parent[row]! >= 0) rows[parent[row]!] = 1;
      break;
    case '>>': {
      // Subtrees are either apart or within each other: the one that ends last holds all that is below any.
      let end = 0;
      for (let row = 0; row < count; row++) {
        if (row < end) rows[row] = 1;
        if (left[row]) end = Math.max(end, subtreeEnd[row]!);
      }
      break;
    }
    case '<<': {
      let next = count;
      for (let row = count - 1; row >= 0; row--) {
        if (next < subtreeEnd[row]!) rows[row] = 1;
        if (left[row]) next = row;
      }
      break;
    }
    case '~': {
      const children = new Uint32Array(count);
      for (let row = 0; row < count; row++) if (left[row] && parent[row]! >= 0) children[parent[row]!]!++;
      for (let row = 0; row < count; row++)
        if (parent[row]! >= 0 && children[parent[row]!]! > left[row]!) rows[row] = 1;
    }
  }
  return rows.map((is, row) => is & right[row]!);
}

/** Of no span there is no duration: nothing is satisfied by it. */
function satisfies({ of, operator, value }: Aggregate, rows: Rows, tree: TraceColumns): boolean {
  if (of === 'count') {
    const count = rows.reduce((sum, selected) => sum + selected, 0);
    return isOrdered(count, operator, value);
  }
  let count = 0n;
  let sum = 0n;
  let min: bigint | undefined;
  let max = 0n;
  for (let row = 0; row < tree.count; row++) {
    if (!rows[row] || tree.marks[row]! & Mark.NoStart) continue;
    const duration = tree.end[row]! - tree.start[row]!;
    count++;
    sum += duration;
    if (min === undefined || duration < min) min = duration;
    if (duration > max) max = duration;
  }
  if (min === undefined) return false;
  if (of === 'avg') return isOrdered(sum, operator, times(value, count));
  return isOrdered(of === 'sum' ? sum : of === 'min' ? min : max, operator, value);
}

/** Exact for integers. */
function times(value: number | bigint, count: bigint): number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value) ? BigInt(value) * count : value * Number(count);
}
