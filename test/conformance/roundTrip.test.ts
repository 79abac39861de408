import { expect, it } from 'vitest';
import { toJson, type Json } from '../../src/otlp/toJson.ts';
import { FULL, FULL_BYTES, TRACE_A, unknownField } from '../unit/otlp/sample.ts';
import { serve, spanline } from '../unit/server/running.ts';
import { temporaryFolder } from '../unit/store/chunks.ts';
import { framed, post, post2 } from './requests.ts';

const METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** The full sample with a field that no version of OTLP knows at the end of the request. */
const WITH_UNKNOWN = Buffer.concat([FULL_BYTES, unknownField(500, 'from the future')]);

const SENT: readonly (readonly [string, (http: number, grpc: number) => Promise<unknown>])[] = [
  [
    'HTTP/protobuf',
    (http) =>
      post(`http://127.0.0.1:${http}/v1/traces`, WITH_UNKNOWN, { 'content-type': 'application/x-protobuf' }),
  ],
  [
    'HTTP/JSON',
    (http) =>
      post(`http://127.0.0.1:${http}/v1/traces`, JSON.stringify({ ...FULL, fromTheFuture: 1 }), {
        'content-type': 'application/json',
      }),
  ],
  [
    'gRPC',
    (_http, grpc) => post2(grpc, METHOD, framed(WITH_UNKNOWN, false), { 'content-type': 'application/grpc' }),
  ],
];

/** Every field on the way to every value, so that a difference names what is lost. */
function flat(value: Json, path = ''): [string, Json][] {
  if (typeof value !== 'object') return [[path, value]];
  const parts = Object.entries(value as Record<string, Json>);
  if (parts.length === 0) return [[path, Array.isArray(value) ? '[]' : '{}']];
  return parts.flatMap(([name, part]) => flat(part, `${path}.${name}`));
}

it.each(SENT)('everything that is sent by %s comes out again', async (_name, send) => {
  const data = temporaryFolder();
  const { http, grpc } = await serve(data);
  await send(http, grpc);
  const { stdout, stderr } = await spanline('trace', TRACE_A, '--data', data, '--format', 'otlp');
  expect(stderr).toBe('');
  const got = flat(JSON.parse(stdout) as Json);
  const expected = flat(toJson(FULL_BYTES, 'ExportTraceServiceRequest'));
  expect(got).toEqual(expected);
  // The sample itself is whole: nothing of it is lost on the way into bytes.
  expect(new Set(expected.map(([path]) => path.replace(/\.\d+/g, '')))).toEqual(
    new Set(flat(FULL as unknown as Json).map(([path]) => path.replace(/\.\d+/g, ''))),
  );
});
