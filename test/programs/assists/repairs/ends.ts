import { context, trace } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';

const tracer = trace.getTracer('ends');

function sync(text: string): unknown {
  // do: span.end
  const span = tracer.startSpan('sync');
  span.setAttribute('text.length', text.length);
  return JSON.parse(text) as unknown;
}

async function below(text: string): Promise<string[]> {
  // do: span.end
  const span = tracer.startSpan('below');
  const words = await sleep(1, text.split(' '));
  span.end();
  return words.map((word) => word.toUpperCase());
}

async function active(id: string): Promise<string> {
  // do: span.end
  return tracer.startActiveSpan('active', async (span) => {
    if (id === '') {
      span.end();
      return 'none';
    }
    await sleep(1);
    span.addEvent('slept');
    if (id === 'lost') throw new Error('lost');
    return sleep(1, id);
  });
}

/** Not async: what it throws at once is thrown, what it rejects with is rejected with. */
function promise(id: string): Promise<string> {
  // do: span.end
  return tracer.startActiveSpan('promise', (span) => {
    if (id === '') throw new TypeError('no id');
    span.setAttribute('id', id);
    return Promise.resolve(id).then((text) => {
      tracer.startSpan('inside').end();
      if (text === 'lost') throw new Error('lost');
      return text;
    });
  });
}

const expression = (id: string): Promise<string> =>
  // do: span.end
  tracer.startActiveSpan('expression', async () => sleep(1, id));

async function carried(): Promise<number> {
  // do: span.end
  const span = tracer.startSpan('carried');
  return context.with(trace.setSpan(context.active(), span), async () => {
    await sleep(1);
    const found = await promise('inner');
    span.end();
    return found.length;
  });
}

async function loop(items: string[]): Promise<void> {
  for (const item of items) {
    // do: span.end
    const span = tracer.startSpan(`item ${item}`);
    try {
      if (item === 'b') continue;
      await promise(item);
      span.end();
    } catch (error) {
      console.log(item, String(error));
      span.end();
      break;
    }
  }
}

const said = (error: unknown): void => console.log(String(error));

console.log(sync('[1]'), await below('a b'));
try {
  sync('[');
} catch {
  console.log('not JSON');
}
console.log(await active(''), await active('x'), await expression('y'));
await active('lost').catch(said);
console.log(await promise('p'));
await promise('lost').catch(said);
try {
  void promise('');
} catch (error) {
  said(error);
}
console.log(await carried());
await loop(['a', 'b', 'lost', 'c']);
process.exitCode = 4;
