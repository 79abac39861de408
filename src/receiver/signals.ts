import type { MessageName } from '../otlp/schema.ts';
import { readMetrics } from '../otlp/readMetrics.ts';
import { splitLogs } from '../otlp/splitLogs.ts';
import { splitTraces } from '../otlp/splitTraces.ts';
import type { Share } from './load.ts';
import type { Sink } from './sink.ts';

/** Items that were not taken, and why. */
export interface Rejected {
  readonly count: number;
  readonly reason: string;
}

/** Where a request gets its memory from. */
type Memory = Pick<Share, 'lend'>;

/** One of OTLP's services: how it is addressed and what becomes of a request. */
export interface Signal {
  /** Last part of the HTTP path. */
  readonly path: string;
  /** `:path` of gRPC. */
  readonly method: string;
  readonly request: MessageName;
  readonly response: MessageName;
  /** The field of the partial success that counts. */
  readonly rejectedField: string;
  /** Resolves when the data is durable. Throws a WireError where the bytes cannot be read. */
  take(body: Uint8Array, sink: Sink, memory: Memory): Promise<Rejected>;
}

/** What the fourth signal of OpenTelemetry gets. */
export const NO_PROFILES =
  'Spanline takes traces, logs and metrics, but no profiles; switch off their export.';

const NONE: Rejected = { count: 0, reason: '' };

export const SIGNALS: readonly Signal[] = [
  {
    path: '/v1/traces',
    method: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    request: 'ExportTraceServiceRequest',
    response: 'ExportTraceServiceResponse',
    rejectedField: 'rejectedSpans',
    async take(body, sink, memory) {
      const split = splitTraces(body, (size) => memory.lend(size));
      if (split.chunks.length > 0) await sink.traces(split);
      return { count: split.rejected, reason: split.reason };
    },
  },
  {
    path: '/v1/logs',
    method: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    request: 'ExportLogsServiceRequest',
    response: 'ExportLogsServiceResponse',
    rejectedField: 'rejectedLogRecords',
    async take(body, sink) {
      const split = splitLogs(body);
      if (split.chunks.length > 0) await sink.logs(split);
      return NONE;
    },
  },
  {
    path: '/v1/metrics',
    method: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
    request: 'ExportMetricsServiceRequest',
    response: 'ExportMetricsServiceResponse',
    rejectedField: 'rejectedDataPoints',
    async take(body, sink) {
      const dataPoints = readMetrics(body);
      if (dataPoints.length > 0) await sink.metrics(dataPoints);
      return NONE;
    },
  },
];
