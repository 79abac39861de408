import { Has, type SpanTable } from '../otlp/spanTable.ts';
import { Mark, type TraceColumns } from './columns.ts';
import { linkParents } from './parents.ts';
import { sortRows } from './sortRows.ts';
import { indexSpans, wordsOf } from './spanIndex.ts';

/** Span.flags: the parent is known to be in another process. */
const IS_REMOTE = 0x200;

/**
 * Lays the spans of a trace out in tree order. A span delivered twice is kept once, the first copy counts. Siblings
 * stand by start, those without a start first; of equal starts the one that arrived first. `spansWithLogs` are the
 * ids of the spans that get Mark.HasLogs. O(n log n), without recursion: a chain may be as deep as the trace is long.
 */
export function buildTrace(
  traceId: string,
  table: SpanTable,
  spansWithLogs: Iterable<bigint> = [],
): TraceColumns {
  const index = indexSpans(table.spanId, table.count);
  const order = rowsByStart(table, index.isFirst);
  const { parent, marks } = linkParents(table, index, order);
  for (const id of spansWithLogs) {
    const row = index.find(id);
    if (row >= 0) marks[row]! |= Mark.HasLogs;
  }
  const layout = treeOrder(parent, order);
  return fill(traceId, table, layout, marks, earliestStart(table, order));
}

/** Rows of the first copy of each span, by start. */
function rowsByStart(table: SpanTable, isFirst: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(table.count);
  let count = 0;
  for (let row = 0; row < table.count; row++) if (isFirst(row)) rows[count++] = row;
  return sortRows(rows.subarray(0, count), table.start);
}

/** The earliest start that is not zero: where a root without a start is shown. */
function earliestStart(table: SpanTable, order: Int32Array): bigint {
  for (const row of order) {
    const start = table.start[row]!;
    if (start !== 0n) return start;
  }
  return 0n;
}

interface Layout {
  /** Row of the table for each row of the tree. */
  readonly source: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly subtreeEnd: Uint32Array;
}

/** A depth-first walk along first-child and next-sibling links: it needs no stack. */
function treeOrder(tableParent: Int32Array, order: Int32Array): Layout {
  const firstChild = new Int32Array(tableParent.length).fill(-1);
  const nextSibling = new Int32Array(tableParent.length).fill(-1);
  let firstRoot = -1;
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!;
    const parent = tableParent[row]!;
    nextSibling[row] = parent < 0 ? firstRoot : firstChild[parent]!;
    if (parent < 0) firstRoot = row;
    else firstChild[parent] = row;
  }

  const count = order.length;
  const layout: Layout = {
    source: new Int32Array(count),
    parent: new Int32Array(count),
    depth: new Uint32Array(count),
    subtreeEnd: new Uint32Array(count),
  };
  const { source, parent, depth, subtreeEnd } = layout;
  let row = firstRoot;
  let above = -1;
  for (let i = 0; i < count; i++) {
    source[i] = row;
    parent[i] = above;
    depth[i] = above < 0 ? 0 : depth[above]! + 1;
    let next = firstChild[row]!;
    let leaving = i;
    if (next >= 0) {
      above = i;
    } else {
      // A leaf: climb to the nearest ancestor that has a sibling to go on with, closing subtrees on the way.
      for (;;) {
        subtreeEnd[leaving] = i + 1;
        next = nextSibling[source[leaving]!]!;
        above = parent[leaving]!;
        if (next >= 0 || above < 0) break;
        leaving = above;
      }
    }
    row = next;
  }
  return layout;
}

function fill(
  traceId: string,
  table: SpanTable,
  layout: Layout,
  tableMarks: Uint16Array,
  traceStart: bigint,
): TraceColumns {
  const { source, parent, depth, subtreeEnd } = layout;
  const count = source.length;
  const { strings, take } = stringSubset(table.strings);
  const columns = {
    spanId: new BigUint64Array(count),
    start: new BigUint64Array(count),
    end: new BigUint64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    hint: new Uint32Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    marks: new Uint16Array(count),
  };
  const [ids, starts, ends] = [wordsOf(table.spanId), wordsOf(table.start), wordsOf(table.end)];
  const [newIds, newStarts, newEnds] = [
    wordsOf(columns.spanId),
    wordsOf(columns.start),
    wordsOf(columns.end),
  ];
  for (let i = 0; i < count; i++) {
    const row = source[i]!;
    const has = table.has[row]!;
    let mark = tableMarks[row]!;
    if (isPlain(starts, ends, row)) {
      copyWords(starts, row, newStarts, i);
      copyWords(ends, row, newEnds, i);
    } else {
      let start = table.start[row]!;
      let end = table.end[row]!;
      if (start === 0n) {
        mark |= Mark.NoStart;
        start = (parent[i]! < 0 ? traceStart : columns.start[parent[i]!]!) || end;
      }
      // Of what has no start nobody knows whether it ended before.
      else if (end < start) mark |= Mark.EndBeforeStart;
      if (end < start) end = start;
      columns.start[i] = start;
      columns.end[i] = end;
    }
    if (has & Has.Events) mark |= Mark.HasEvents;
    if (has & Has.Exception) mark |= Mark.HasException;
    if (has & Has.Links) mark |= Mark.HasLinks;
    if (table.flags[row]! & IS_REMOTE) mark |= Mark.RemoteParent;
    copyWords(ids, row, newIds, i);
    columns.name[i] = take(table.name[row]!);
    columns.service[i] = take(table.service[row]!);
    columns.hint[i] = take(table.hint[row]!);
    columns.kind[i] = table.kind[row]!;
    columns.status[i] = table.status[row]!;
    columns.marks[i] = mark;
  }
  return { traceId, count, strings, parent, depth, subtreeEnd, ...columns };
}

/** Whether a span has a start, and an end that is not before it. */
function isPlain(starts: Uint32Array, ends: Uint32Array, row: number): boolean {
  const low = starts[2 * row]!;
  const high = starts[2 * row + 1]!;
  const endHigh = ends[2 * row + 1]!;
  return (low !== 0 || high !== 0) && (endHigh > high || (endHigh === high && ends[2 * row]! >= low));
}

function copyWords(from: Uint32Array, row: number, to: Uint32Array, i: number): void {
  to[2 * i] = from[2 * row]!;
  to[2 * i + 1] = from[2 * row + 1]!;
}

/** A string table of only those texts that are taken; '' stays at 0. */
function stringSubset(all: readonly string[]): { strings: string[]; take: (index: number) => number } {
  const strings = [''];
  const moved = new Uint32Array(all.length);
  const take = (index: number): number => {
    if (index === 0) return 0;
    if (moved[index] === 0) moved[index] = strings.push(all[index]!) - 1;
    return moved[index]!;
  };
  return { strings, take };
}
