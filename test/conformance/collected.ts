import { decodeLogs } from '../../src/otlp/decodeLogs.ts';
import { decodeSpans } from '../../src/otlp/decodeSpans.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from '../../src/receiver/receiver.ts';
import { sinkOf } from './sinks.ts';
import type { LogRecord, Span } from '../../src/trace/span.ts';

/** A receiver on free ports and all that it took. */
export interface Collected {
  readonly receiver: Receiver;
  readonly spans: Span[];
  readonly logs: LogRecord[];
  readonly dataPoints: number[];
  readonly refused: string[];
}

export async function collect(options: Partial<ReceiverOptions> = {}): Promise<Collected> {
  const spans: Span[] = [];
  const logs: LogRecord[] = [];
  const dataPoints: number[] = [];
  const refused: string[] = [];
  const sink = sinkOf({
    traces({ bytes }) {
      spans.push(...decodeSpans(bytes));
    },
    logs({ bytes }) {
      logs.push(...decodeLogs(bytes));
    },
    metrics(points) {
      dataPoints.push(points.length);
    },
  });
  const onRefused = (sentence: string): number => refused.push(sentence);
  const receiver = await openReceiver({ httpPort: 0, grpcPort: 0, sink, onRefused, ...options });
  return { receiver, spans, logs, dataPoints, refused };
}
