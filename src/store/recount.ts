import type { DatabaseSync } from 'node:sqlite';
import { scanSpans } from '../otlp/scanSpans.ts';
import { indexSpans } from '../trace/spanIndex.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { ChunkReader } from './chunkReader.ts';
import { Signal } from './schema.ts';
import { ShareChanges, Shares } from './shares.ts';
import { summaryOf } from './traceRow.ts';
import { TraceTable } from './traceTable.ts';
import { transaction } from './transaction.ts';

const ERROR = 2;

/**
 * Counts the spans of a trace again, each once, as is needed after an exporter has sent some of them again among new
 * ones. What was received stays as it came; of several copies the first counts, as in the tree.
 * @returns the trace as it is now, or undefined when it is gone or was right.
 */
export function recountTrace(database: DatabaseSync, traceId: string): TraceSummary | undefined {
  return transaction(database, () => {
    const row = new TraceTable(database).find(traceId);
    if (!row) return undefined;
    const { spanId, status, count } = scanSpans(new ChunkReader(database).of(row.key, Signal.Traces));
    const { isFirst } = indexSpans(spanId, count);
    let spans = 0;
    let errors = 0;
    for (let span = 0; span < count; span++) {
      if (!isFirst(span)) continue;
      spans++;
      if (status[span] === ERROR) errors++;
    }
    if (row.spans === spans && row.errors === errors) return undefined;
    const changes = new ShareChanges();
    changes.addTrace(row, -1);
    row.spans = spans;
    row.errors = errors;
    changes.addTrace(row, 1);
    new Shares(database).save(changes);
    database.prepare('UPDATE trace SET spans = ?, errors = ? WHERE key = ?').run(spans, errors, row.key);
    return summaryOf(row);
  });
}
