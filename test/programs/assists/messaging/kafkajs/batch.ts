import { Kafka, logLevel } from 'kafkajs';

const kafka = new Kafka({ brokers: [process.env['KAFKA']!], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `batch-${process.env['PORT']!}` });
const done = Promise.withResolvers<undefined>();
const rows: string[] = [];

await consumer.connect();
await consumer.subscribe({ topic: `orders-${process.env['PORT']!}`, fromBeginning: true });
await consumer.run({
  // do: messaging.consumer
  eachBatch: async (payload) => {
    rows.push(...payload.batch.messages.map(({ value }) => value!.toString()));
    await payload.heartbeat();
    if (rows.length === 3) done.resolve(undefined);
  },
});
await done.promise;
console.log(rows);
await consumer.disconnect();
