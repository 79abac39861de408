import { Queue, Worker } from 'bullmq';

const [host, port] = process.env['REDIS']!.split(':');
const connection = { host: host!, port: Number(port), maxRetriesPerRequest: null };
const name = `charges-${process.env['PORT']!}`;
const queue = new Queue(name, { connection });

// do: span.function @ checkout
async function checkout(order: string): Promise<void> {
  // do: messaging.producer
  const job = await queue.add('charge', { order }, { removeOnComplete: true });
  console.log(job.name, job.data);
}

const receipt = (order: string): Promise<string> => Promise.resolve(`paid ${order}`);

await checkout('book');
await checkout('lost');

const settled: string[] = [];
const done = Promise.withResolvers<undefined>();
// do: messaging.consumer @ Worker
const worker = new Worker<{ order: string }, string>(
  name,
  async (job) => {
    if (job.data.order === 'lost') throw new RangeError('no such order');
    return receipt(job.data.order);
  },
  { connection },
);
const settle = (text: string): void => {
  if (settled.push(text) === 2) done.resolve(undefined);
};
worker.on('completed', (_, result) => settle(result));
worker.on('failed', (_, error) => settle(error.message));
await done.promise;
console.log(settled);
await worker.close();
await queue.close();
