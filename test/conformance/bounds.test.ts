import http2 from 'node:http2';
import net from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { fromJson } from '../../src/otlp/fromJson.ts';
import { toJson, type JsonObject } from '../../src/otlp/toJson.ts';
import type { ReceiverOptions } from '../../src/receiver/receiver.ts';
import { collect, type Collected } from './collected.ts';
import { framed, post, post2 } from './requests.ts';
import { sinkOf } from './sinks.ts';

const METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const GRPC = { 'content-type': 'application/grpc', te: 'trailers' };
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const ONE_SPAN = fromJson(
  JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          { spans: [{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7' }] },
        ],
      },
    ],
  }),
  'ExportTraceServiceRequest',
);

/** Long enough for a good client on a busy machine. */
const TIMEOUT_MS = 300;

let collected: Collected;
afterEach(() => collected.receiver.close());

async function open(options: Partial<ReceiverOptions>): Promise<number> {
  collected = await collect(options);
  return collected.receiver.http.port;
}

const exportOver1 = (port: number) => post(`http://127.0.0.1:${port}/v1/traces`, ONE_SPAN, PROTOBUF);
const exportOverGrpc = (port: number) => post2(port, METHOD, framed(ONE_SPAN, false), GRPC);

/** The google.rpc.Status of a failed call, its details decoded. */
function statusOf(trailers: http2.IncomingHttpHeaders): JsonObject {
  const bytes = Buffer.from(String(trailers['grpc-status-details-bin']), 'base64');
  const status = toJson(bytes, 'Status');
  const details = (status['details'] ?? []) as { typeUrl: string; value: string }[];
  return {
    ...status,
    details: details.map(({ typeUrl, value }) => {
      const name = typeUrl.replace('type.googleapis.com/google.rpc.', '') as 'BadRequest' | 'RetryInfo';
      return { [name]: toJson(Buffer.from(value, 'base64'), name) };
    }),
  };
}

/** A connection that has sent some text, and everything that it got before it was closed. */
function talk(port: number, text: string): { socket: net.Socket; closed: Promise<string> } {
  const socket = net.connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  return { socket, closed: once(socket, 'close').then(() => heard) };
}

const HEAD = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n';

describe('details of an error', () => {
  it('BadRequest names the field at fault', async () => {
    const port = await open({});
    const { trailers } = await post2(port, METHOD, framed(Buffer.from([0x0a, 0x05, 0x01]), false), GRPC);
    const description =
      'The request cannot be read: a length of 5 reaches 4 bytes past the end of its message (byte 1).';
    expect(statusOf(trailers)).toEqual({
      code: 3,
      message: description,
      details: [{ BadRequest: { fieldViolations: [{ field: 'byte 1', description }] } }],
    });
    expect(trailers['grpc-status']).toBe('3');
  });

  it('RetryInfo says when to come again, while the store is busy', async () => {
    const traces = (): Promise<void> => Promise.reject(new Error('the database is locked'));
    const port = await open({
      sink: sinkOf({ traces }),
    });
    const { trailers } = await exportOverGrpc(port);
    expect(statusOf(trailers)).toMatchObject({
      code: 14,
      details: [{ RetryInfo: { retryDelay: { seconds: '1' } } }],
    });
    const answer = await post(`http://127.0.0.1:${port}/v1/traces`, toSpanJson(), {
      'content-type': 'application/json',
    });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      code: 14,
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }],
    });
  });
});

const toSpanJson = (): string => JSON.stringify(toJson(ONE_SPAN, 'ExportTraceServiceRequest'));

describe('bytes in flight', () => {
  it('beyond the bound the answer is 503 and UNAVAILABLE, and nothing is taken', async () => {
    const port = await open({ inFlight: ONE_SPAN.length - 1 });
    const answer = await exportOver1(port);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    const { trailers } = await exportOverGrpc(port);
    expect(statusOf(trailers)).toMatchObject({
      code: 14,
      details: [{ RetryInfo: { retryDelay: { seconds: '1' } } }],
    });
    expect(collected.spans).toEqual([]);
  });

  it('those that wait for the store count, and are free again when it has answered', async () => {
    const asked = Promise.withResolvers<undefined>();
    const stored = Promise.withResolvers<undefined>();
    const traces = async (): Promise<void> => {
      asked.resolve(undefined);
      await stored.promise;
    };
    const port = await open({
      inFlight: 2 * ONE_SPAN.length - 1,
      sink: sinkOf({ traces }),
    });
    const first = exportOver1(port);
    await asked.promise;
    expect((await exportOver1(port)).status).toBe(503);
    stored.resolve(undefined);
    expect((await first).status).toBe(200);
    expect((await exportOver1(port)).status).toBe(200);
  });

  it('what a client held that broke off is free again', async () => {
    const port = await open({ inFlight: 2 * ONE_SPAN.length });
    for (let round = 0; round < 3; round++) {
      const { socket, closed } = talk(port, `${HEAD}Content-Length: 1000\r\n\r\n`);
      socket.write(ONE_SPAN);
      await once(socket, 'connect');
      socket.end();
      await closed;
    }
    await expect.poll(async () => (await exportOver1(port)).status).toBe(200);
  });
});

describe('connections', () => {
  it('beyond the bound are told to come again, in both protocols', async () => {
    const port = await open({ connections: 1 });
    const { socket } = talk(port, 'POST ');
    await once(socket, 'connect');
    await expect.poll(async () => (await exportOver1(port)).status).toBe(503);
    const answer = await exportOver1(port);
    expect([answer.headers.get('retry-after'), answer.headers.get('connection')]).toEqual(['1', 'close']);
    const { trailers } = await exportOverGrpc(port);
    expect(statusOf(trailers)).toMatchObject({
      code: 14,
      message: expect.stringContaining('again') as string,
    });
    socket.destroy();
    await expect.poll(async () => (await exportOver1(port)).status).toBe(200);
    expect(collected.spans).toHaveLength(1);
  });
});

describe('a slow client', () => {
  it('that sends nothing at all is dropped', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    expect(await talk(port, '').closed).toBe('');
  });

  it('that does not say which protocol it speaks is dropped', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    expect(await talk(port, 'PR').closed).toBe('');
  });

  it('that speaks HTTP/2 and never calls is dropped, and so is one that does not end its headers', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const settings = '\0\0\0\x04\0\0\0\0\0';
    // A frame of 100 bytes of headers for stream 1, of which one byte comes.
    const headers = '\0\0\x64\x01\x04\0\0\0\x01\x82';
    await talk(port, preface + settings).closed;
    await talk(port, preface + settings + headers).closed;
  });

  it('that does not end its headers is dropped', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    expect(await talk(port, HEAD).closed).toMatch(/^HTTP\/1.1 408/);
  });

  it('that does not end its body is told so and dropped', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    const heard = await talk(port, `${HEAD}Content-Length: 9\r\n\r\nx`).closed;
    expect(heard).toMatch(/^HTTP\/1.1 408/);
    expect(collected.refused).toEqual(['The body did not arrive within 0.3 s; it should be sent again.']);
  });

  it('that does not end a body which nobody wants is dropped', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    const { closed } = talk(port, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx');
    expect(await closed).toMatch(/^HTTP\/1.1 404/);
  });

  it('that does not end a call over HTTP/2 gets DEADLINE_EXCEEDED, and its other calls go on', async () => {
    const port = await open({ timeoutMs: TIMEOUT_MS });
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const slow = session.request({ ':method': 'POST', ':path': METHOD, ...GRPC });
    slow.write(Buffer.from([0]));
    slow.resume();
    const [trailers] = (await once(slow, 'trailers')) as [http2.IncomingHttpHeaders];
    expect(trailers['grpc-status']).toBe('4');
    await once(slow, 'close');
    const good = session.request({ ':method': 'POST', ':path': '/v1/traces', ...PROTOBUF });
    good.end(ONE_SPAN);
    good.resume();
    const [headers] = (await once(good, 'response')) as [http2.IncomingHttpStatusHeader];
    expect(headers[':status']).toBe(200);
    session.destroy();
  });
});

it('bad clients do not keep others from being served', async () => {
  const port = await open({ limit: 100_000 });
  const silent = Array.from({ length: 50 }, () => talk(port, ''));
  const halfway = Array.from({ length: 50 }, () => talk(port, `${HEAD}Content-Length: 9999\r\n\r\nhalf`));
  const garbage = Array.from({ length: 50 }, () => talk(port, '\x00\x01\x02\x03\r\n\r\n'));
  for (let sent = 1; sent <= 20; sent++) {
    expect((await exportOver1(port)).status).toBe(200);
    expect((await exportOverGrpc(port)).trailers['grpc-status']).toBe('0');
  }
  expect(collected.spans).toHaveLength(40);
  await Promise.all(garbage.map(({ closed }) => closed));
  for (const { socket } of [...silent, ...halfway]) socket.destroy();
});
