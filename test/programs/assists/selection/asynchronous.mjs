/** Spans around awaits, streams of values and callbacks of a module at its top level. */
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

function probe(name, value = name) {
  trace.getTracer('program').startSpan(name).end();
  return value;
}

async function work(name, delay = 1) {
  await sleep(delay);
  if (name === 'lost') throw new Error(name);
  return probe(name);
}

async function both(name) {
  // do: span.selection 2
  const first = await work(`${name} first`, 3);
  const second = await work(`${name} second`);
  return [first, second];
}

async function user(name) {
  // do: span.selection 2
  const found = await work(name);
  if (found === 'nobody') return work('made up');
  return `${found}!`;
}

async function rest(name) {
  if (!name) throw new TypeError('no name');
  // do: span.selection 3
  const one = await work(name);
  if (one === 'early') return work('late');
  return Promise.all([work('left'), work('right')]);
}

async function shown(name) {
  const text = [
    name.length,
    // do: span.selection 1
    await work(name),
  ];
  return text;
}

async function* ticks(count) {
  for (let number = 0; number < count; number++) {
    // do: span.selection 3
    const tick = await work(`tick ${number}`);
    const answer = yield tick;
    if (answer === 'stop') return 'stopped';
    console.log('answer', answer, tick);
  }
  return 'through';
}

// do: span.selection 2
const started = await work('start');
console.log(started);

console.log(await Promise.all([both('a'), both('b')]));
console.log(
  await user('anna'),
  await user('nobody'),
  await rest('x'),
  await rest('early'),
  await shown('four'),
);
await rest('').catch((error) => console.log(String(error)));
await user('lost').catch((error) => console.log(String(error)));
for await (const tick of ticks(2)) probe(`consumer ${tick}`);
const generator = ticks(3);
console.log(await generator.next(), await generator.next('go'), await generator.next('stop'));
