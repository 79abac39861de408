const amqp = require('amqplib');

async function main() {
  const connection = await amqp.connect(`amqp://guest:guest@${process.env.RABBITMQ}`);
  const channel = await connection.createConfirmChannel();
  const queue = `orders-${process.env.PORT}`;
  await channel.assertQueue(queue, { durable: true });
  for (const order of ['book', 'lost']) {
    // do: messaging.producer
    channel.publish('', queue, Buffer.from(order), { persistent: true });
  }
  await channel.waitForConfirms();
  await connection.close();
  console.log('sent');
}

main();
