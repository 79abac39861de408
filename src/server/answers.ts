import { decodeLogs } from '../otlp/decodeLogs.ts';
import { decodeSpan } from '../otlp/decodeSpans.ts';
import { scanSpans } from '../otlp/scanSpans.ts';
import type { TraceReader } from '../store/reader.ts';
import { buildTrace } from '../trace/buildTrace.ts';
import type { TraceColumns } from '../trace/columns.ts';
import type { LogRecord, SpanDetail } from '../trace/span.ts';

/** The whole trace in tree order, or null for an unknown id. */
export function traceColumns(reader: TraceReader, traceId: string): TraceColumns | null {
  const chunks = reader.chunksOf(traceId);
  if (chunks.length === 0) return null;
  const ids = new Set(logsOf(reader, traceId).map(({ spanId }) => spanId));
  ids.delete('');
  return buildTrace(
    traceId,
    scanSpans(chunks),
    Array.from(ids, (id) => BigInt(`0x${id}`)),
  );
}

/** One span with its logs, or null when the trace or the span is unknown. */
export function spanDetail(reader: TraceReader, traceId: string, spanId: string): SpanDetail | null {
  const span = decodeSpan(reader.chunksOf(traceId), spanId);
  if (!span) return null;
  return { span, logs: logsOf(reader, traceId).filter((record) => record.spanId === spanId) };
}

function logsOf(reader: TraceReader, traceId: string): LogRecord[] {
  return reader.logsOf(traceId).flatMap(decodeLogs);
}
