import { connect } from '@nats-io/transport-node';

const nc = await connect({ servers: process.env.NATS });
const subject = `orders.${process.env.PORT}`;
const subscription = nc.subscribe(subject, { max: 2 });

// do: span.function
function checkout(order) {
  // do: messaging.producer
  nc.publish(subject, order);
}

checkout('book');
checkout('pen');
// do: messaging.consumer
for await (const message of subscription) {
  await nc.flush();
  console.log(message.string(), message.subject === subject);
}
await nc.close();
