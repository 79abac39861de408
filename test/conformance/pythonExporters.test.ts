import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { collect, type Collected } from './collected.ts';

const run = promisify(execFile);
const python = inject('python');
const programs = path.resolve('test/programs/python');

/** Runs a Python program that exports to one of the receiver's ports, and returns what arrived. */
async function collectFrom(
  port: 'http' | 'grpc',
  protocol: string,
  command: string,
  ...rest: string[]
): Promise<Collected> {
  const collected = await collect();
  try {
    const env = {
      ...process.env,
      OTEL_SERVICE_NAME: 'orders',
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collected.receiver[port].port}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
    };
    await run(command, rest, { env, timeout: 50_000 });
  } finally {
    await collected.receiver.close();
  }
  expect(collected.refused).toEqual([]);
  return collected;
}

describe.skipIf(python === '')('the Python SDK', () => {
  it.each([
    ['grpc', 'grpc'],
    ['grpc', 'http'],
    ['http/protobuf', 'http'],
    ['http/protobuf', 'grpc'],
  ] as const)('sends by %s to the %s port', async (protocol, port) => {
    const { spans } = await collectFrom(port, protocol, python, path.join(programs, 'spans.py'));
    const [charge, order] = spans;
    expect(spans.map(({ name }) => name)).toEqual(['charge', 'process_order']);
    expect(charge).toMatchObject({ traceId: order!.traceId, parentSpanId: order!.spanId });
    expect(order).toMatchObject({ service: 'orders', scope: { name: 'orders', version: '1.0' } });
    expect(order!.attributes).toEqual([
      { key: 'order.id', value: { intValue: '7' } },
      { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } } },
    ]);
  });

  it.each(['grpc', 'http/protobuf'] as const)(
    'traces a Flask application by itself, by %s',
    async (protocol) => {
      const instrument = path.join(path.dirname(python), 'opentelemetry-instrument');
      const port = protocol === 'grpc' ? 'grpc' : 'http';
      const { spans } = await collectFrom(
        port,
        protocol,
        instrument,
        python,
        path.join(programs, 'flask_app.py'),
      );
      const server = spans.find(({ kind }) => kind === 'SERVER');
      const client = spans.find(({ kind }) => kind === 'CLIENT');
      expect(server).toMatchObject({ name: 'GET /orders/<int:order_id>', service: 'orders' });
      expect(server).toMatchObject({ traceId: client!.traceId, parentSpanId: client!.spanId });
      expect(server!.attributes).toContainEqual({
        key: 'http.route',
        value: { stringValue: '/orders/<int:order_id>' },
      });
    },
  );
});
