import { Kafka, logLevel } from 'kafkajs';

const kafka = new Kafka({ brokers: [process.env.KAFKA], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `node-${process.env.PORT}` });
const done = Promise.withResolvers();

// do: span.function
async function charge(order) {
  if (order === 'lost') throw new RangeError('no such order');
  return `paid ${order}`;
}

// do: messaging.consumer
async function onMessage({ message }) {
  const order = message.value.toString();
  try {
    console.log(await charge(order), message.headers.tenant.toString());
  } catch (error) {
    console.log(error.message);
  }
  if (order === 'pen') done.resolve();
}

await consumer.connect();
await consumer.subscribe({ topic: `orders-${process.env.PORT}`, fromBeginning: true });
await consumer.run({ eachMessage: onMessage });
await done.promise;
await consumer.disconnect();
