import { deflateRawSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromJson } from '../../src/otlp/fromJson.ts';
import type { MessageName } from '../../src/otlp/schema.ts';
import { toJson } from '../../src/otlp/toJson.ts';
import { collect, type Collected } from './collected.ts';
import { COMPRESS, framed, post, post2 } from './requests.ts';
import { sinkOf } from './sinks.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const span = (spanId: string): object => ({ traceId: TRACE, spanId, name: 'GET /' });

const SIGNALS = [
  {
    name: 'traces',
    message: 'ExportTraceServiceRequest',
    method: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    json: { resourceSpans: [{ scopeSpans: [{ spans: [span('00f067aa0ba902b7')] }] }] },
  },
  {
    name: 'logs',
    message: 'ExportLogsServiceRequest',
    method: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    json: { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hello' } }] }] }] },
  },
  {
    name: 'metrics',
    message: 'ExportMetricsServiceRequest',
    method: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
    json: {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [{ asInt: '3' }] } }] }] }],
    },
  },
] as const satisfies readonly { name: string; message: MessageName; method: string; json: object }[];

let collected: Collected;
let url: string;
const LIMIT = 100_000;
beforeAll(async () => {
  collected = await collect({ limit: LIMIT, origins: ['https://app.test'] });
  url = `http://127.0.0.1:${collected.receiver.http.port}`;
});
afterAll(() => collected.receiver.close());

const taken = ({ spans, logs, dataPoints }: Collected, signal: string): number =>
  ({ traces: spans, logs, metrics: dataPoints })[signal]?.length ?? 0;

describe.each(SIGNALS)('$name', ({ name, message, method, json }) => {
  const text = JSON.stringify(json);
  const protobuf = fromJson(text, message);

  for (const encoding of ['identity', 'gzip', 'deflate', 'zstd']) {
    for (const type of [PROTOBUF, JSON_TYPE]) {
      for (const port of ['http', 'grpc'] as const) {
        it(`${type} in ${encoding} over HTTP/1.1 on the ${port} port`, async () => {
          const before = taken(collected, name);
          const body = await COMPRESS[encoding]!(type === PROTOBUF ? protobuf : Buffer.from(text));
          const headers = { 'content-type': type, 'content-encoding': encoding };
          const to = `http://127.0.0.1:${collected.receiver[port].port}/v1/${name}`;
          const answer = await post(to, body, headers);
          expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
          expect(answer.body.toString()).toBe(type === PROTOBUF ? '' : '{}');
          expect(taken(collected, name)).toBe(before + 1);
        });
      }
    }
  }

  it('over HTTP/2', async () => {
    const before = taken(collected, name);
    const answer = await post2(collected.receiver.http.port, `/v1/${name}`, protobuf, {
      'content-type': PROTOBUF,
    });
    expect(answer.headers[':status']).toBe(200);
    expect(taken(collected, name)).toBe(before + 1);
  });

  for (const encoding of ['identity', 'gzip', 'deflate']) {
    for (const port of ['http', 'grpc'] as const) {
      it(`gRPC in ${encoding} on the ${port} port`, async () => {
        const before = taken(collected, name);
        const body = framed(await COMPRESS[encoding]!(protobuf), encoding !== 'identity');
        const headers = { 'content-type': 'application/grpc', 'grpc-encoding': encoding, te: 'trailers' };
        const answer = await post2(collected.receiver[port].port, method, body, headers);
        expect(answer.headers[':status']).toBe(200);
        expect(answer.trailers['grpc-status']).toBe('0');
        expect([...answer.body]).toEqual([0, 0, 0, 0, 0]);
        expect(taken(collected, name)).toBe(before + 1);
      });
    }
  }

  it('an empty request is a success', async () => {
    expect((await post(`${url}/v1/${name}`, '', { 'content-type': PROTOBUF })).status).toBe(200);
    expect((await post(`${url}/v1/${name}`, '', { 'content-type': JSON_TYPE })).status).toBe(200);
  });
});

describe('OTLP/HTTP', () => {
  const empty = { 'content-type': JSON_TYPE };

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', ' application/json'])(
    'takes %s',
    async (type) => {
      expect((await post(`${url}/v1/traces`, '{}', { 'content-type': type })).status).toBe(200);
    },
  );

  it.each(['/prefix/v1/traces', '/v1/traces/', '/v1/traces?a=b'])('serves %s', async (path) => {
    expect((await post(url + path, '{}', empty)).status).toBe(200);
  });

  it('says in a partial success which spans it refused', async () => {
    const body = JSON.stringify({
      resourceSpans: [{ scopeSpans: [{ spans: [span('00f067aa0ba902b7'), span('00')] }] }],
    });
    const answer = await post(`${url}/v1/traces`, body, empty);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: {
        rejectedSpans: '1',
        errorMessage: 'Refused spans: 1 without a valid span id (8 bytes, not all zero).',
      },
    });
  });

  const badSpan = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"soon"}]}]}]}';
  it.each([
    [
      'malformed protobuf',
      '/v1/traces',
      Buffer.from([0x0a, 0x05, 0x01]),
      PROTOBUF,
      {},
      400,
      3,
      'a length of 5 reaches 4 bytes past the end of its message (byte 1)',
    ],
    ['malformed JSON', '/v1/traces', '{', JSON_TYPE, {}, 400, 3, 'not JSON'],
    [
      'a field of a wrong type',
      '/v1/traces',
      badSpan,
      JSON_TYPE,
      {},
      400,
      3,
      'resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano: not an integer',
    ],
    [
      'what is no gzip',
      '/v1/traces',
      'plain',
      JSON_TYPE,
      { 'content-encoding': 'gzip' },
      400,
      3,
      'not valid gzip',
    ],
    [
      'an unknown encoding',
      '/v1/traces',
      '{}',
      JSON_TYPE,
      { 'content-encoding': 'br' },
      415,
      12,
      '"br" is not supported',
    ],
    [
      'another content type',
      '/v1/traces',
      'a=b',
      'text/plain',
      {},
      415,
      12,
      'send application/x-protobuf or application/json',
    ],
    ['an unknown path', '/v2/traces', '{}', JSON_TYPE, {}, 404, 12, 'OTLP is sent to /v1/traces'],
    ['a POST to /', '/', '', PROTOBUF, {}, 404, 12, 'Append /v1/traces'],
    [
      'a body over the limit',
      '/v1/traces',
      Buffer.alloc(LIMIT + 1),
      PROTOBUF,
      {},
      413,
      8,
      'larger than 0.1 MiB',
    ],
  ] as const)(
    'answers %s with a google.rpc.Status and goes on',
    async (_name, path, body, type, more, status, code, message) => {
      const answer = await post(url + path, body, { 'content-type': type, ...more });
      expect(answer.status).toBe(status);
      const json =
        type === PROTOBUF ? toJson(answer.body, 'Status') : (JSON.parse(answer.body.toString()) as object);
      expect(json).toMatchObject({ code, message: expect.stringContaining(message) as string });
      expect(collected.refused.at(-1)).toContain(message);
      expect((await post(`${url}/v1/traces`, '{}', empty)).status).toBe(200);
    },
  );

  it.each(['gzip', 'deflate', 'zstd'])('stops a bomb of %s at the limit', async (encoding) => {
    const bomb = await COMPRESS[encoding]!(Buffer.alloc(LIMIT * 300));
    expect(bomb.length).toBeLessThan(LIMIT);
    const answer = await post(`${url}/v1/traces`, bomb, {
      'content-type': PROTOBUF,
      'content-encoding': encoding,
    });
    expect(answer.status).toBe(413);
  });

  it('takes deflate without its header, as some clients send it', async () => {
    const before = taken(collected, 'traces');
    const body = deflateRawSync(JSON.stringify(SIGNALS[0].json));
    const headers = { 'content-type': JSON_TYPE, 'content-encoding': 'deflate' };
    expect((await post(`${url}/v1/traces`, body, headers)).status).toBe(200);
    expect(taken(collected, 'traces')).toBe(before + 1);
  });

  it.each(['deflate', 'zstd'])('accepts nothing of %s that goes on after its end', async (encoding) => {
    const before = taken(collected, 'traces');
    const frame = await COMPRESS[encoding]!(fromJson(JSON.stringify(SIGNALS[0].json), SIGNALS[0].message));
    const headers = { 'content-type': PROTOBUF, 'content-encoding': encoding };
    const answer = await post(`${url}/v1/traces`, Buffer.concat([frame, frame]), headers);
    expect(answer.status).toBe(400);
    expect(toJson(answer.body, 'Status')['message']).toContain('goes on after the end');
    expect(taken(collected, 'traces')).toBe(before);
  });

  it('takes gzip in several members', async () => {
    const before = taken(collected, 'traces');
    const member = await COMPRESS['gzip']!(fromJson(JSON.stringify(SIGNALS[0].json), SIGNALS[0].message));
    const headers = { 'content-type': PROTOBUF, 'content-encoding': 'gzip' };
    expect((await post(`${url}/v1/traces`, Buffer.concat([member, member]), headers)).status).toBe(200);
    expect(taken(collected, 'traces')).toBe(before + 2);
  });

  it('allows POST only', async () => {
    const answer = await fetch(`${url}/v1/traces`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('asks to send again what the store did not take', async () => {
    const full = await collect({
      sink: sinkOf({ traces: () => Promise.reject(new Error('the disk is full')) }),
    });
    try {
      const { port } = full.receiver.http;
      const body = fromJson(JSON.stringify(SIGNALS[0].json), SIGNALS[0].message);
      const answer = await post(`http://127.0.0.1:${port}/v1/traces`, body, { 'content-type': PROTOBUF });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(toJson(answer.body, 'Status')).toMatchObject({
        code: 14,
        message: expect.stringContaining('the disk is full') as string,
      });
      const call = await post2(port, SIGNALS[0].method, framed(body, false), {
        'content-type': 'application/grpc',
      });
      expect(call.trailers['grpc-status']).toBe('14');
    } finally {
      await full.receiver.close();
    }
  });
});

describe('web pages', () => {
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${url}/v1/traces`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-a',
      },
    });

  it.each([
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:8080',
    'https://shop.localhost',
    'https://app.test',
    'vscode-webview://abc',
  ])('%s may send', async (origin) => {
    const asked = await preflight(origin);
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,x-a');
    const sent = await post(`${url}/v1/traces`, '{}', { 'content-type': JSON_TYPE, origin });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(sent.headers.get('access-control-expose-headers')).toBe('retry-after');
  });

  it.each(['https://elsewhere.test', 'http://localhost.elsewhere.test', 'null'])(
    '%s may not',
    async (origin) => {
      expect((await preflight(origin)).status).toBe(403);
      expect((await post(`${url}/v1/traces`, '{}', { 'content-type': JSON_TYPE, origin })).status).toBe(403);
    },
  );
});

describe('gRPC', () => {
  const { method } = SIGNALS[0];
  const call = async (
    path: string,
    body: Uint8Array,
    more: Record<string, string> = {},
  ): Promise<[unknown, string]> => {
    const answer = await post2(collected.receiver.grpc.port, path, body, {
      'content-type': 'application/grpc',
      ...more,
    });
    return [answer.trailers['grpc-status'], decodeURIComponent(String(answer.trailers['grpc-message']))];
  };

  it('UNIMPLEMENTED for an unknown method', async () => {
    expect(await call('/other.Service/Do', framed(new Uint8Array(0), false))).toEqual([
      '12',
      'There is no method /other.Service/Do here.',
    ]);
  });

  it('the sentence arrives as it is at a client of grpc-js', async () => {
    const { port } = collected.receiver.grpc;
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const raw = (bytes: Buffer): Buffer => bytes;
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      client.makeUnaryRequest('/other.Ä/100%?', raw, raw, Buffer.alloc(0), resolve);
    });
    client.close();
    expect(error?.details).toBe('There is no method /other.Ä/100%? here.');
  });

  it('INVALID_ARGUMENT for what cannot be read', async () => {
    const [status, message] = await call(method, framed(Uint8Array.from([0x0a, 0x05, 0x01]), false));
    expect(status).toBe('3');
    expect(message).toContain('a length of 5 reaches 4 bytes past the end of its message (byte 1)');
    expect((await call(method, new Uint8Array(0)))[0]).toBe('3');
    expect((await call(method, Uint8Array.from([0, 0, 0, 0, 9, 1])))[0]).toBe('3');
  });

  it('RESOURCE_EXHAUSTED over the limit, before and after decompression', async () => {
    expect((await call(method, framed(Buffer.alloc(LIMIT + 1), false)))[0]).toBe('8');
    const bomb = framed(await COMPRESS['gzip']!(Buffer.alloc(LIMIT * 300)), true);
    expect((await call(method, bomb, { 'grpc-encoding': 'gzip' }))[0]).toBe('8');
  });

  it('UNIMPLEMENTED for an unknown compression', async () => {
    expect((await call(method, framed(Buffer.from('x'), true), { 'grpc-encoding': 'snappy' }))[0]).toBe('12');
  });
});
