import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

const client = new SQSClient({
  endpoint: `http://${process.env['SQS']!}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const queue = await client.send(new CreateQueueCommand({ QueueName: `orders-${process.env['PORT']!}` }));
const QueueUrl = queue.QueueUrl!;

for (const order of ['book', 'pen']) {
  const command = new SendMessageCommand({ QueueUrl, MessageBody: order });
  // do: messaging.producer
  const { MD5OfMessageBody } = await client.send(command);
  console.log(MD5OfMessageBody);
}

let seen = 0;
while (seen < 2) {
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  // do: messaging.consumer
  for (const message of Messages ?? []) {
    seen += 1;
    console.log(message.Body);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  }
}
