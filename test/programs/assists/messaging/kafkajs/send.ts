import { Kafka, logLevel } from 'kafkajs';

const kafka = new Kafka({ brokers: [process.env['KAFKA']!], logLevel: logLevel.NOTHING });
const topic = `orders-${process.env['PORT']!}`;
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
await admin.disconnect();

const producer = kafka.producer();
await producer.connect();

// do: span.function @ checkout
async function checkout(orders: string[]): Promise<void> {
  // do: messaging.producer
  const [record] = await producer.send({
    topic,
    messages: orders.map((order) => ({ value: order, headers: { tenant: 'acme' } })),
  });
  console.log(record?.errorCode, record?.baseOffset);
}

await checkout(['a', 'b']);
await checkout(['c']);
await producer.disconnect();
