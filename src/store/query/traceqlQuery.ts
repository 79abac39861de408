import { scanSpans } from '../../otlp/scanSpans.ts';
import { buildTrace } from '../../trace/buildTrace.ts';
import { indexSpans } from '../../trace/spanIndex.ts';
import type { TraceRow } from '../traceRow.ts';
import { byteScreen, type ByteScreen } from './byteScreen.ts';
import type { Query } from './query.ts';
import { select } from './selection.ts';
import { SpanScan } from './spanScan.ts';
import { summaryScreen } from './summaryScreen.ts';
import type { Condition, Spanset } from './traceql.ts';

/**
 * A spanset as a query, the cheapest question first: the trace's summary, then bytes that must occur in it, then its
 * spans. The tree is built only where something is selected that a relation or an aggregate asks about.
 */
export function traceqlQuery(spanset: Spanset): Query {
  const parts = conditionsOf(spanset);
  const scan = new SpanScan([...parts.values()]);
  const byBytes = byteScreen(spanset);
  const order = [...parts.keys()];
  const needsTree = asksForTree(spanset);
  return {
    readsLogs: false,
    bySummary: summaryScreen(spanset),
    byBytes,
    byChunks(row, chunks) {
      if (byBytes && !mayOccur(byBytes, chunks)) return false;
      const found = scan.rows(row, chunks);
      const rowsOf = (part: Spanset) => found[order.indexOf(part)]!;
      if (!isPossible(spanset, rowsOf)) return false;
      return !needsTree || isSelected(spanset, row, chunks, rowsOf);
    },
  };
}

function mayOccur({ look, passes }: ByteScreen, chunks: readonly Uint8Array[]): boolean {
  let met = 0;
  return chunks.some((chunk) => passes((met |= look(chunk))));
}

/** The conditions of a spanset's parts. */
function conditionsOf(spanset: Spanset, found = new Map<Spanset, Condition>()): Map<Spanset, Condition> {
  switch (spanset.kind) {
    case 'filter':
      return found.set(spanset, spanset.condition);
    case 'refined':
      return conditionsOf(spanset.of, found.set(spanset, spanset.by));
    case 'aggregate':
      return conditionsOf(spanset.of, found);
    default:
      return conditionsOf(spanset.right, conditionsOf(spanset.left, found));
  }
}

function asksForTree(spanset: Spanset): boolean {
  if (spanset.kind === 'and' || spanset.kind === 'or')
    return asksForTree(spanset.left) || asksForTree(spanset.right);
  return spanset.kind !== 'filter';
}

/** False where a part that must select something has no span. */
function isPossible(spanset: Spanset, rowsOf: (part: Spanset) => readonly number[]): boolean {
  switch (spanset.kind) {
    case 'filter':
      return rowsOf(spanset).length > 0;
    case 'refined':
      return rowsOf(spanset).length > 0 && isPossible(spanset.of, rowsOf);
    case 'aggregate':
      return isPossible(spanset.of, rowsOf);
    case 'or':
      return isPossible(spanset.left, rowsOf) || isPossible(spanset.right, rowsOf);
    default:
      return isPossible(spanset.left, rowsOf) && isPossible(spanset.right, rowsOf);
  }
}

function isSelected(
  spanset: Spanset,
  { traceId }: TraceRow,
  chunks: readonly Uint8Array[],
  rowsOf: (part: Spanset) => readonly number[],
): boolean {
  const table = scanSpans(chunks);
  const tree = buildTrace(traceId, table);
  // A span that came twice is one row of the tree.
  const index = indexSpans(tree.spanId, tree.count);
  const treeRowsOf = (part: Spanset) => {
    const rows = new Uint8Array(tree.count);
    for (const row of rowsOf(part)) rows[index.find(table.spanId[row]!)] = 1;
    return rows;
  };
  return select(spanset, tree, treeRowsOf).includes(1);
}
