import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collect, type Collected } from './collected.ts';
import { COMPRESS, post } from './requests.ts';

let collected: Collected;
let url: string;
beforeEach(async () => {
  collected = await collect();
  url = `http://127.0.0.1:${collected.receiver.http.port}/api/v2/spans`;
});
afterEach(() => collected.receiver.close());

it("takes spans of OpenTelemetry's Zipkin exporter", async () => {
  const provider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(new ZipkinExporter({ url }))],
  });
  const span = provider.getTracer('lib').startSpan('GET /', {
    kind: SpanKind.SERVER,
    attributes: { n: 7, 'service.name': 'shop' },
    // As a clock of nanoseconds tells it, of which Zipkin's microseconds get a fraction.
    startTime: [1_700_000_000, 123_456_250],
  });
  span.addEvent('cache miss');
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
  span.end();
  await provider.shutdown();
  expect(collected.spans).toMatchObject([
    {
      traceId: span.spanContext().traceId,
      spanId: span.spanContext().spanId,
      name: 'GET /',
      service: 'shop',
      kind: 'SERVER',
      startUnixNano: '1700000000123456250',
      status: 'ERROR',
      statusMessage: 'broken',
      events: [{ name: 'cache miss' }],
    },
  ]);
  expect(collected.spans[0]!.attributes).toContainEqual({ key: 'n', value: { stringValue: '7' } });
  expect(collected.refused).toEqual([]);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const SPANS = JSON.stringify([{ traceId: '1', id: '2', name: 'get' }]);

it('answers as Zipkin does, compressed or not', async () => {
  const plain = await post(url, SPANS, JSON_TYPE);
  expect([plain.status, plain.body.toString()]).toEqual([202, '']);
  const gzip = await COMPRESS['gzip']!(Buffer.from(SPANS));
  expect((await post(url, gzip, { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(202);
  expect((await post(url, '[]', JSON_TYPE)).status).toBe(202);
  expect(collected.spans.map(({ traceId }) => traceId)).toEqual(Array(2).fill('1'.padStart(32, '0')));
});

it.each([
  ['{}', JSON_TYPE, 400, 'the document: not a list of spans'],
  ['[{"traceId":"1"}]', JSON_TYPE, 400, '[0].id: not an id'],
  ['[', JSON_TYPE, 400, 'not JSON'],
  ['', { 'content-type': 'application/x-protobuf' }, 415, 'send application/json'],
])('refuses %s with a sentence', async (body, headers, status, sentence) => {
  const answer = await post(url, body, headers);
  expect(answer.status).toBe(status);
  expect(answer.body.toString()).toContain(sentence);
  expect(collected.refused).toEqual([expect.stringContaining(sentence)]);
});
