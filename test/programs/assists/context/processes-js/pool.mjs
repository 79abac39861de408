import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('pool');

// do: context.carry
parentPort.on('message', (message) => {
  if (message === null) return parentPort.close();
  tracer.startActiveSpan('double', (span) => {
    parentPort.postMessage(message.text + message.text);
    span.end();
  });
});
