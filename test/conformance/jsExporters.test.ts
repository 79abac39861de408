import { ROOT_CONTEXT, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { collect } from './collected.ts';

const attributes: Attributes = { text: 'a', int: 7, double: 1.5, bool: true, list: ['x', 'y'] };

/** The exporters of the OpenTelemetry JS SDK, each to an address of host and port. */
const EXPORTERS: readonly (readonly [string, (address: string) => SpanExporter])[] = [
  ['http/protobuf', (address) => new ProtobufExporter({ url: `http://${address}/v1/traces` })],
  ['http/json', (address) => new JsonExporter({ url: `http://${address}/v1/traces` })],
  ['grpc', (address) => new GrpcExporter({ url: `http://${address}` })],
];

async function exportTwoSpans(exporter: SpanExporter): Promise<void> {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('lib', '1.0');
  const parent = tracer.startSpan('parent', { attributes });
  const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, parent));
  child.recordException(new TypeError('broken'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
  child.end();
  parent.end();
  await provider.shutdown();
}

describe.each(EXPORTERS)('the %s exporter of the JS SDK', (_name, exporterTo) => {
  it.each(['http', 'grpc'] as const)('sends to the %s port', async (port) => {
    const collected = await collect();
    try {
      await exportTwoSpans(exporterTo(`127.0.0.1:${collected.receiver[port].port}`));
    } finally {
      await collected.receiver.close();
    }
    const parent = collected.spans.find(({ name }) => name === 'parent');
    const child = collected.spans.find(({ name }) => name === 'child');
    expect(collected.spans).toHaveLength(2);
    expect(Object.fromEntries(parent!.attributes.map(({ key, value }) => [key, value]))).toEqual({
      text: { stringValue: 'a' },
      int: { intValue: '7' },
      double: { doubleValue: 1.5 },
      bool: { boolValue: true },
      list: { arrayValue: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } },
    });
    expect(child).toMatchObject({
      traceId: parent!.traceId,
      parentSpanId: parent!.spanId,
      kind: 'INTERNAL',
      status: 'ERROR',
      statusMessage: 'broken',
      events: [{ name: 'exception' }],
    });
    expect(parent!.scope).toMatchObject({ name: 'lib', version: '1.0' });
    expect(BigInt(parent!.endUnixNano)).toBeGreaterThan(BigInt(parent!.startUnixNano));
    expect(collected.refused).toEqual([]);
  });
});
