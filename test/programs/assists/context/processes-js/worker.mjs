import { parentPort, workerData } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('worker');

function turned(text) {
  return tracer.startActiveSpan('turn', (span) => {
    span.end();
    return [...text].reverse().join('');
  });
}

// do: context.carry
parentPort.postMessage(turned(workerData));
