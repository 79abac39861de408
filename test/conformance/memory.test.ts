import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { decodeSpans } from '../../src/otlp/decodeSpans.ts';
import { fromJson } from '../../src/otlp/fromJson.ts';
import { openReceiver } from '../../src/receiver/receiver.ts';
import { framed, post, post2 } from './requests.ts';
import { sinkOf } from './sinks.ts';

const METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** Two traces, so that the request is taken apart; `fill` is in every span. */
function request(fill: string, size: number): Uint8Array {
  const span = (trace: number) => ({
    traceId: String(trace).padStart(32, '0'),
    spanId: '00f067aa0ba902b7',
    name: fill.repeat(size),
  });
  return fromJson(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span(1), span(2)] }] }] }),
    'ExportTraceServiceRequest',
  );
}

it('memory is used again only when the request that had it is stored, over HTTP and gRPC, whatever the size', async () => {
  const names: string[] = [];
  const sink = sinkOf({
    traces: async ({ bytes }) => {
      // Others come in and go out meanwhile.
      await pause(5 + Math.random() * 40);
      names.push(...decodeSpans(bytes).map(({ name }) => name));
    },
  });
  const receiver = await openReceiver({ httpPort: 0, grpcPort: 0, sink });
  const { port } = receiver.http;
  const sizes = [10, 20_000, 60_000, 200_000, 600_000];
  const expected: string[] = [];
  for (let round = 0; round < 4; round++) {
    await Promise.all(
      sizes.flatMap((size, at) => {
        const letters = [0, 1].map((one) => String.fromCharCode(65 + round * 10 + at * 2 + one));
        for (const letter of letters) expected.push(letter.repeat(size), letter.repeat(size));
        return [
          post(`http://127.0.0.1:${port}/v1/traces`, request(letters[0]!, size), {
            'content-type': 'application/x-protobuf',
          }),
          post2(port, METHOD, framed(request(letters[1]!, size), false), {
            'content-type': 'application/grpc',
            te: 'trailers',
          }),
        ];
      }),
    );
  }
  await receiver.close();
  const told = (all: readonly string[]): string[] => all.map((name) => `${name[0]!} ${name.length}`).sort();
  expect(told(names)).toEqual(told(expected));
  for (const name of names) expect(name).toBe(name[0]!.repeat(name.length));
});
