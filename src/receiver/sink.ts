import type { LogChunk, SpanChunk, Split } from '../otlp/chunk.ts';
import type { MetricSeries } from '../otlp/metric.ts';

/**
 * Where the receiver puts what came in. A promise resolves when the data is durable: only then is the exporter told
 * "accepted". A rejected promise becomes 503 or UNAVAILABLE, and the exporter tries again. Bytes belong to the sink
 * until then: their memory is used for other requests afterwards.
 */
export interface Sink {
  traces(split: Split<SpanChunk>): Promise<void>;
  logs(split: Split<LogChunk>): Promise<void>;
  /** One point each. */
  metrics(dataPoints: readonly MetricSeries[]): Promise<void>;
}
