import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { createServer } from 'node:http';
import { once } from 'node:events';

const tracer = trace.getTracer('main');
// do: http.server @ (req
const server = createServer((req, res) => res.end()).listen(process.env.PORT, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${process.env.PORT}/`;

const within = (name, run) => tracer.startActiveSpan(name, (span) => run().finally(() => span.end()));

async function before() {
  const headers = { 'x-own': '1' };
  propagation.inject(context.active(), headers);
  return tracer.startActiveSpan('GET', { kind: SpanKind.CLIENT }, async (span) => {
    // do: http.client @ fetch(
    const response = await fetch(url, { headers });
    span.end();
    return response.status;
  });
}

async function missing() {
  return tracer.startActiveSpan('GET', { kind: SpanKind.CLIENT }, async (span) => {
    // do: http.client @ fetch(
    const response = await fetch(url);
    span.end();
    return response.status;
  });
}

async function outside() {
  const headers = {};
  propagation.inject(context.active(), headers);
  // do: http.client @ fetch(
  const response = await fetch(url, { headers });
  return response.status;
}

console.log(
  await within('before', before),
  await within('missing', missing),
  await within('outside', outside),
);
server.close();
