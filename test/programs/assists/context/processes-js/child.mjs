import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('child');

async function main(text) {
  await tracer.startActiveSpan('child', async (span) => {
    const answer = text.toUpperCase();
    if (process.send) process.send(answer);
    else console.log(answer);
    span.end();
  });
}

// do: context.carry
await main(process.argv[2]);
if (process.connected) process.disconnect();
