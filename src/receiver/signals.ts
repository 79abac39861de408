import type { MessageName } from '../otlp/schema.ts';
import type { Sink } from './sink.ts';

/** One of OTLP's services: how it is addressed. */
export interface Signal {
  readonly name: keyof Sink;
  /** Last part of the HTTP path. */
  readonly path: string;
  /** `:path` of gRPC. */
  readonly method: string;
  readonly request: MessageName;
  readonly response: MessageName;
  /** The field of the partial success that counts. */
  readonly rejectedField: string;
}

/** What the fourth signal of OpenTelemetry gets. */
export const NO_PROFILES =
  'Spanline takes traces, logs and metrics, but no profiles; switch off their export.';

export const SIGNALS: readonly Signal[] = [
  {
    name: 'traces',
    path: '/v1/traces',
    method: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    request: 'ExportTraceServiceRequest',
    response: 'ExportTraceServiceResponse',
    rejectedField: 'rejectedSpans',
  },
  {
    name: 'logs',
    path: '/v1/logs',
    method: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    request: 'ExportLogsServiceRequest',
    response: 'ExportLogsServiceResponse',
    rejectedField: 'rejectedLogRecords',
  },
  {
    name: 'metrics',
    path: '/v1/metrics',
    method: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
    request: 'ExportMetricsServiceRequest',
    response: 'ExportMetricsServiceResponse',
    rejectedField: 'rejectedDataPoints',
  },
];
