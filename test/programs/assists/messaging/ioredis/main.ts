import { Redis } from 'ioredis';

const [host, port] = process.env['REDIS']!.split(':');
const redis = new Redis(Number(port), host!);
const stream = `orders-${process.env['PORT']!}`;

// do: span.function @ checkout
async function checkout(order: string): Promise<boolean> {
  // do: messaging.producer
  const id = await redis.xadd(stream, '*', 'id', order);
  return id !== null;
}

console.log(await checkout('book'), await checkout('pen'));
const streams = await redis.xread('COUNT', 10, 'STREAMS', stream, '0');
// do: messaging.consumer
for (const [, entries] of streams ?? []) {
  for (const [, fields] of entries) {
    if (fields[1] === 'book') continue;
    await redis.ping();
    console.log(fields[0], fields[1]);
  }
}
redis.disconnect();
