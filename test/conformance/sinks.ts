import { readMetrics } from '../../src/otlp/readMetrics.ts';
import type { LogChunk, SpanChunk, Split } from '../../src/otlp/chunk.ts';
import type { MetricSeries } from '../../src/otlp/metric.ts';
import { splitLogs } from '../../src/otlp/splitLogs.ts';
import { splitTraces } from '../../src/otlp/splitTraces.ts';
import { NONE_REJECTED, type Sink } from '../../src/receiver/sink.ts';

/** What becomes of what could be read; nothing where it is not given. */
export interface Taking {
  readonly traces?: (split: Split<SpanChunk>) => Promise<void> | void;
  readonly logs?: (split: Split<LogChunk>) => Promise<void> | void;
  readonly metrics?: (points: readonly MetricSeries[]) => Promise<void> | void;
}

/** A sink that reads requests as the server does, without its store. */
export function sinkOf({ traces, logs, metrics }: Taking): Sink {
  return {
    async traces(request) {
      const split = splitTraces(request);
      if (split.chunks.length > 0) await traces?.(split);
      return { count: split.rejected, reason: split.reason };
    },
    async logs(request) {
      const split = splitLogs(request);
      if (split.chunks.length > 0) await logs?.(split);
      return NONE_REJECTED;
    },
    async metrics(request) {
      const points = readMetrics(request);
      if (points.length > 0) await metrics?.(points);
      return NONE_REJECTED;
    },
  };
}
