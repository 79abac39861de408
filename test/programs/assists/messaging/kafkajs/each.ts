import { Kafka, logLevel } from 'kafkajs';

const kafka = new Kafka({ brokers: [process.env['KAFKA']!], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `each-${process.env['PORT']!}` });
const done = Promise.withResolvers<undefined>();

await consumer.connect();
await consumer.subscribe({ topic: `orders-${process.env['PORT']!}`, fromBeginning: true });
// do: messaging.consumer
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = message.value!.toString();
    await Promise.resolve();
    console.log(order, String(message.headers?.['tenant']));
    if (order === 'c') done.resolve(undefined);
  },
});
await done.promise;
await consumer.disconnect();
