import amqp from 'amqplib';

const connection = await amqp.connect(`amqp://guest:guest@${process.env['RABBITMQ']!}`);
const channel = await connection.createConfirmChannel();
const queue = `orders-${process.env['PORT']!}`;
const done = Promise.withResolvers<undefined>();
await channel.assertQueue(queue, { exclusive: true });

// do: span.function @ checkout
function checkout(order: string): boolean {
  // do: messaging.producer
  return channel.sendToQueue(queue, Buffer.from(order), { headers: { tenant: 'acme' } });
}

console.log(checkout('book'), checkout('pen'));
await channel.waitForConfirms();
// do: messaging.consumer
await channel.consume(queue, (message) => {
  if (!message) return;
  console.log(message.content.toString(), message.properties.headers?.['tenant']);
  channel.ack(message);
  if (message.content.toString() === 'pen') done.resolve(undefined);
});
await done.promise;
await connection.close();
