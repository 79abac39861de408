import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromZipkin } from '../../src/otlp/zipkin.ts';
import { fromJson, encode } from '../../src/otlp/fromJson.ts';
import { parseJson } from '../../src/otlp/jsonText.ts';
import { toJson, type JsonObject } from '../../src/otlp/toJson.ts';
import { openReceiver, type Receiver } from '../../src/receiver/receiver.ts';
import { mutated, RECORDED } from '../unit/otlp/recorded.ts';
import { FULL_BYTES } from '../unit/otlp/sample.ts';
import { COMPRESS, framed, post } from './requests.ts';
import { sinkOf, type Taking } from './sinks.ts';

/** Of each property. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 700);
const FOREVER_MS = 3_600_000;

const METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** Whatever a request leaves behind in here keeps the last ones from being served. */
const IN_FLIGHT = 256 * 1024;

let receiver: Receiver;
/** What the store has. */
let stored = 0;
let calls = 0;

beforeAll(async () => {
  const traces: Taking['traces'] = ({ chunks }) => {
    calls++;
    if (calls % 7 === 0) throw new Error('the store is busy');
    stored += chunks.reduce((sum, { spans }) => sum + spans, 0);
  };
  receiver = await openReceiver({
    httpPort: 0,
    grpcPort: 0,
    limit: 64 * 1024,
    inFlight: IN_FLIGHT,
    sink: sinkOf({ traces }),
  });
});
afterAll(() => receiver.close());

const bodiesOf = (ending: string): Buffer[] =>
  [...RECORDED].filter(([name]) => name.endsWith(ending)).map(([, body]) => body);

/** Bodies of the form that each content type promises, changed. */
const BODIES = {
  [PROTOBUF]: mutated([FULL_BYTES, ...bodiesOf('.bin')]),
  [JSON_TYPE]: mutated([
    Buffer.from(JSON.stringify(toJson(FULL_BYTES, 'ExportTraceServiceRequest'))),
    ...bodiesOf('.json'),
  ]),
};

/** How many spans a body has, by another way than the receiver's. */
function countSpans(body: Uint8Array, type: string, path: string): number {
  if (body.length === 0) return 0;
  const bytes =
    type === PROTOBUF
      ? body
      : path.endsWith('spans')
        ? encode(fromZipkin(parseJson(Buffer.from(body).toString())), 'ExportTraceServiceRequest')
        : fromJson(Buffer.from(body).toString(), 'ExportTraceServiceRequest');
  const request = toJson(bytes, 'ExportTraceServiceRequest');
  const listOf = (value: JsonObject, name: string): JsonObject[] => (value[name] ?? []) as JsonObject[];
  return listOf(request, 'resourceSpans')
    .flatMap((resource) => listOf(resource, 'scopeSpans'))
    .reduce((sum, scope) => sum + listOf(scope, 'spans').length, 0);
}

const rejectedIn = (response: JsonObject): number =>
  Number(((response['partialSuccess'] ?? {}) as JsonObject)['rejectedSpans'] ?? 0);

describe('whatever is sent', () => {
  it(
    'by HTTP, what is acknowledged is stored and nothing else',
    async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const send = async (path: string, headers: http.OutgoingHttpHeaders, body: Uint8Array) => {
        const request = http.request({ port: receiver.http.port, path, method: 'POST', headers, agent });
        request.end(body);
        const [response] = (await once(request, 'response')) as [http.IncomingMessage];
        const chunks = (await response.toArray()) as Buffer[];
        return { status: response.statusCode!, body: Buffer.concat(chunks) };
      };
      const type = fc.constantFrom(PROTOBUF, JSON_TYPE);
      const requests = type.chain((one) =>
        fc.record({
          type: fc.constant(one),
          body: BODIES[one],
          path: fc.constantFrom(...(one === JSON_TYPE ? ['/v1/traces', '/api/v2/spans'] : ['/v1/traces'])),
          encoding: fc.constantFrom('identity', 'gzip', 'deflate', 'zstd'),
          claimed: fc.option(fc.constantFrom('identity', 'gzip', 'deflate', 'zstd', 'br', ''), { freq: 4 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(requests, async ({ type, body, path, encoding, claimed }) => {
          const before = stored;
          const sent = await COMPRESS[encoding]!(body);
          const headers = { 'content-type': type, 'content-encoding': claimed ?? encoding };
          const answer = await send(path, headers, sent);
          if (answer.status >= 300) {
            expect([400, 413, 415, 503]).toContain(answer.status);
            expect(stored).toBe(before);
            return;
          }
          const response =
            answer.status === 202
              ? {}
              : type === PROTOBUF
                ? toJson(answer.body, 'ExportTraceServiceResponse')
                : (JSON.parse(answer.body.toString()) as JsonObject);
          const read = claimed === null || claimed === encoding ? body : sent;
          expect(stored - before).toBe(countSpans(read, type, path) - rejectedIn(response));
        }),
        { numRuns },
      );
      agent.destroy();
    },
    FOREVER_MS,
  );

  it(
    'by gRPC, what is acknowledged is stored and nothing else',
    async () => {
      const session = http2.connect(`http://127.0.0.1:${receiver.grpc.port}`);
      const call = async (headers: http2.OutgoingHttpHeaders, body: Uint8Array) => {
        const stream = session.request({ ':method': 'POST', ':path': METHOD, ...headers });
        let trailers: http2.IncomingHttpHeaders = {};
        stream.on('trailers', (received: http2.IncomingHttpHeaders) => (trailers = received));
        stream.end(body);
        const chunks = (await stream.toArray()) as Buffer[];
        return { status: trailers['grpc-status'], body: Buffer.concat(chunks) };
      };
      const calls = fc.record({
        body: BODIES[PROTOBUF],
        compressed: fc.boolean(),
        encoding: fc.constantFrom('gzip', 'deflate', 'identity', 'snappy'),
        // A frame that is not what its prefix says.
        shorter: fc.option(fc.nat(8), { freq: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(calls, async ({ body, compressed, encoding, shorter }) => {
          const before = stored;
          const packed = compressed && encoding !== 'snappy';
          const frame = framed(packed ? await COMPRESS[encoding]!(body) : body, compressed);
          const headers = { 'content-type': 'application/grpc', 'grpc-encoding': encoding };
          const answer = await call(headers, frame.subarray(0, frame.length - (shorter ?? 0)));
          if (answer.status !== '0') {
            expect(['3', '8', '12', '14']).toContain(answer.status);
            expect(stored).toBe(before);
            return;
          }
          const rejected = rejectedIn(toJson(answer.body.subarray(5), 'ExportTraceServiceResponse'));
          expect(stored - before).toBe(countSpans(body, PROTOBUF, METHOD) - rejected);
        }),
        { numRuns },
      );
      session.destroy();
    },
    FOREVER_MS,
  );

  it(
    'on a bare connection, the receiver lives and lets go of it',
    async () => {
      const speak = async (words: Uint8Array): Promise<void> => {
        const socket = net.connect(receiver.http.port, '127.0.0.1');
        socket.on('error', () => undefined).resume();
        socket.end(words);
        await once(socket, 'close');
      };
      const request = Buffer.concat([
        Buffer.from(
          `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${PROTOBUF}\r\nContent-Length: ${FULL_BYTES.length}\r\n\r\n`,
        ),
        FULL_BYTES,
      ]);
      const chunked = Buffer.from(
        `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      );
      const preface = Buffer.concat([
        Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
      ]);
      const words = fc.oneof(fc.uint8Array({ maxLength: 100 }), mutated([request, chunked, preface]));
      await fc.assert(fc.asyncProperty(words, speak), { numRuns });
    },
    FOREVER_MS,
  );
});

it('after all that, a receiver serves as before and holds no memory', async () => {
  // Whatever a request still held of the bytes in flight would be missing here.
  const large = Buffer.concat(
    Array.from({ length: Math.floor((60 * 1024) / FULL_BYTES.length) }, () => FULL_BYTES),
  );
  const url = `http://127.0.0.1:${receiver.http.port}/v1/traces`;
  const sendMany = (): Promise<number[]> =>
    Promise.all(
      Array.from({ length: 4 }, async () => (await post(url, large, { 'content-type': PROTOBUF })).status),
    );
  await expect.poll(sendMany).toEqual([200, 200, 200, 200]);
  const heapAfter = async (rounds: number): Promise<number> => {
    for (let round = 0; round < rounds; round++) await sendMany();
    return heap();
  };
  const warm = await heapAfter(30);
  // 24 MB pass through.
  expect((await heapAfter(100)) - warm).toBeLessThan(8 * 1024 * 1024);
});

/** Bytes that are in use, after a collection of garbage. */
async function heap(): Promise<number> {
  v8.setFlagsFromString('--expose-gc');
  const collectGarbage = vm.runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    // Memory outside the heap is freed in turns of the loop.
    await pause(10);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
