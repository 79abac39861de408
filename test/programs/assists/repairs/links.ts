import { context, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';

const tracer = trace.getTracer('links');

type Carrier = Record<string, string>;

function send(name: string): Carrier {
  return tracer.startActiveSpan(name, (span) => {
    const carrier: Carrier = {};
    propagation.inject(context.active(), carrier);
    span.end();
    return carrier;
  });
}

function flush(messages: Carrier[]): void {
  let parent: Context = ROOT_CONTEXT;
  for (const message of messages) {
    parent = propagation.extract(ROOT_CONTEXT, message);
  }
  // do: link.add
  const span = tracer.startSpan('flush', {}, parent);
  span.end();
}

async function fanIn(parts: Carrier[]): Promise<number> {
  const contexts = parts.map((part) => propagation.extract(ROOT_CONTEXT, part));
  // do: link.add
  return tracer.startActiveSpan('fan in', {}, contexts[0]!, async (span) => {
    await Promise.resolve();
    tracer.startSpan('inside').end();
    span.end();
    return parts.length;
  });
}

function later(row: string): void {
  const parent = propagation.extract(ROOT_CONTEXT, JSON.parse(row));
  // do: link.add
  tracer.startSpan('later', {}, parent).end();
}

function batch(messages: Carrier[]): void {
  tracer.startActiveSpan('batch', (span) => {
    for (const message of messages) {
      const parent = propagation.extract(ROOT_CONTEXT, message);
      // do: link.add
      tracer.startSpan('one of batch', {}, parent).end();
    }
    span.end();
  });
}

const messages = [send('send a'), send('send b'), {}];
flush(messages);
console.log(await fanIn(messages));
later(JSON.stringify(messages[0]));
batch(messages);
