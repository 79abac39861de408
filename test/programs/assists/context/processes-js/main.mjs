import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const run = promisify(execFile);
const tracer = trace.getTracer('main');
const inSpan = (name, work) =>
  tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });

async function inWorker(text) {
  // do: context.carry
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: text });
  const [answer] = await once(worker, 'message');
  await once(worker, 'exit');
  return answer;
}

async function inPool(texts) {
  const worker = new Worker(new URL('pool.mjs', import.meta.url));
  const answers = [];
  for (const text of texts) {
    await inSpan(`job ${text}`, async () => {
      // do: context.carry
      worker.postMessage({ text });
      answers.push((await once(worker, 'message'))[0]);
    });
  }
  worker.postMessage(null);
  await once(worker, 'exit');
  return answers;
}

async function inChild(text) {
  // do: context.carry @ fork
  const child = fork(new URL('child.mjs', import.meta.url), [text], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [answer] = await once(child, 'message');
  await once(child, 'close');
  return answer;
}

async function inCommand(text) {
  // do: context.carry
  const { stdout } = await run(process.execPath, [...process.execArgv, 'child.mjs', text]);
  return stdout.trim();
}

for (const work of [inWorker, inChild, inCommand]) {
  console.log(await inSpan(work.name, () => work('abc')));
}
console.log(await inPool(['x', 'y']));
