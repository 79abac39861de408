import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/otlp/fromJson.ts';
import type { JsonInput } from '../../../src/otlp/jsonText.ts';
import { toJson } from '../../../src/otlp/toJson.ts';
import { fromZipkin } from '../../../src/otlp/zipkin.ts';

interface OtlpSpan {
  readonly name?: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: object;
  readonly [field: string]: unknown;
}
interface Otlp {
  readonly resourceSpans: readonly {
    readonly resource: object;
    readonly scopeSpans: readonly { readonly scope: object; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** Spans of Zipkin as the receiver takes them: through the wire form and back. */
const translated = (...spans: JsonInput[]): Otlp =>
  toJson(
    encode(fromZipkin(spans), 'ExportTraceServiceRequest'),
    'ExportTraceServiceRequest',
  ) as unknown as Otlp;

const spansOf = ({ resourceSpans }: Otlp): OtlpSpan[] =>
  resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

const IDS = { traceId: '463ac35c9f6413ad', id: 'a2fb4a1d1a96d312' };
const text = (key: string, stringValue: string): object => ({ key, value: { stringValue } });

describe('a span of Zipkin', () => {
  it('keeps all that it says', () => {
    const { resourceSpans } = translated({
      traceId: '463AC35C9F6413AD',
      parentId: '1',
      id: IDS.id,
      kind: 'CLIENT',
      name: 'get /orders',
      timestamp: 1_700_000_000_123_456,
      duration: 7,
      localEndpoint: { serviceName: 'shop', ipv4: '10.0.0.1', port: 80 },
      remoteEndpoint: { serviceName: 'orders', ipv6: '2001:db8::1', port: 8080 },
      annotations: [{ timestamp: 1_700_000_000_123_457, value: 'cache miss' }],
      tags: {
        'http.method': 'GET',
        'w3c.tracestate': 'a=b',
        'otel.scope.name': 'lib',
        'otel.scope.version': '2',
      },
    });
    expect(resourceSpans).toEqual([
      {
        resource: { attributes: [text('service.name', 'shop')] },
        scopeSpans: [
          {
            scope: { name: 'lib', version: '2' },
            spans: [
              {
                traceId: '0000000000000000463ac35c9f6413ad',
                spanId: IDS.id,
                parentSpanId: '0000000000000001',
                traceState: 'a=b',
                name: 'get /orders',
                kind: 3,
                startTimeUnixNano: '1700000000123456000',
                endTimeUnixNano: '1700000000123463000',
                attributes: [
                  text('http.method', 'GET'),
                  text('network.local.address', '10.0.0.1'),
                  { key: 'network.local.port', value: { intValue: '80' } },
                  text('network.peer.address', '2001:db8::1'),
                  { key: 'network.peer.port', value: { intValue: '8080' } },
                  text('peer.service', 'orders'),
                ],
                events: [{ timeUnixNano: '1700000000123457000', name: 'cache miss' }],
                status: { code: 0 },
              },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['SERVER', 2],
    ['CLIENT', 3],
    ['PRODUCER', 4],
    ['CONSUMER', 5],
    [null, 1],
  ])('of kind %s', (kind, expected) => {
    expect(spansOf(translated({ ...IDS, kind }))[0]!['kind']).toBe(expected);
  });

  it.each([
    [{}, { code: 0 }],
    [{ error: 'false' }, { code: 0 }],
    [{ error: '' }, { code: 2, message: '' }],
    [{ error: 'true' }, { code: 2, message: '' }],
    [{ error: 'timeout' }, { code: 2, message: 'timeout' }],
    [{ 'otel.status_code': 'OK' }, { code: 1 }],
    [
      { 'otel.status_code': 'ERROR', error: 'broken' },
      { code: 2, message: 'broken' },
    ],
  ])('with the tags %o has the status %o', (tags, status) => {
    const [span] = spansOf(translated({ ...IDS, tags }));
    expect(span!.status).toEqual(status);
    expect(span).not.toHaveProperty('attributes');
  });

  it('may have fractions of microseconds', () => {
    const span = { ...IDS, timestamp: 1_700_000_000_123_456.25, duration: 0.5 };
    expect(spansOf(translated(span))[0]).toMatchObject({
      startTimeUnixNano: '1700000000123456250',
      endTimeUnixNano: '1700000000123456750',
    });
  });

  it.each([undefined, null, '', '0000000000000000'])('with %o as its parent is a root', (parentId) => {
    const [span] = spansOf(translated({ ...IDS, ...(parentId === undefined ? {} : { parentId }) }));
    expect(span!.parentSpanId).toBe('');
  });

  it('that shares the id of its client gets one of its own, and its children with it', () => {
    const at = (service: string): JsonInput => ({ serviceName: service });
    const batch: JsonInput[] = [
      { ...IDS, kind: 'CLIENT', name: 'client', localEndpoint: at('web') },
      { ...IDS, kind: 'SERVER', name: 'server', shared: true, localEndpoint: at('shop') },
      { ...IDS, id: 'b', parentId: IDS.id, name: 'in server', localEndpoint: at('shop') },
      { ...IDS, id: 'c', parentId: IDS.id, name: 'in client', localEndpoint: at('web') },
    ];
    const spans = spansOf(translated(...batch));
    const named = (name: string): OtlpSpan => spans.find((span) => span.name === name)!;
    expect(named('client').spanId).toBe(IDS.id);
    expect(named('server').parentSpanId).toBe(IDS.id);
    expect(named('server').spanId).not.toBe(IDS.id);
    expect(named('in server').parentSpanId).toBe(named('server').spanId);
    expect(named('in client').parentSpanId).toBe(IDS.id);
    expect(translated(...batch)).toEqual(translated(...batch));
  });
});

it.each([
  [{}, 'the document: not a list of spans'],
  [[null], '[0]: not an object'],
  [[{ id: '1' }], '[0].traceId: not an id of at most 32 hexadecimal digits'],
  [[IDS, { traceId: '1', id: '0000' }], '[1].id: not an id of at most 16 hexadecimal digits'],
  [[{ ...IDS, timestamp: 'now' }], '[0].timestamp: not a whole number'],
  [[{ ...IDS, duration: -1 }], '[0].duration: not a whole number'],
  [[{ ...IDS, timestamp: 2 ** 60 }], '[0].timestamp: not a whole number'],
  [[{ ...IDS, tags: { a: 1 } }], '[0].tags.a: not a text'],
  [[{ ...IDS, annotations: [{ timestamp: 1, value: 2 }] }], '[0].annotations[0].value: not a text'],
])('what is none: %j', (document, message) => {
  expect(() => fromZipkin(document as JsonInput)).toThrow(message);
});
