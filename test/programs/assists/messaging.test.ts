import { afterAll, beforeAll, describe } from 'vitest';
import type { Broker } from '../brokers/broker.ts';
import { hasKafka, startKafka } from '../brokers/kafka.ts';
import { hasNats, startNats } from '../brokers/nats.ts';
import { hasRabbitmq, startRabbitmq } from '../brokers/rabbitmq.ts';
import { hasRedis, startRedis } from '../brokers/redis.ts';
import { hasSqs, startSqs } from '../brokers/sqs.ts';
import { testProgram, type Command } from './program.ts';

/** Clients, brokers and programs share the machine with all other tests. */
const TIMEOUT_MS = 180_000;

/** Programs that find a broker's address in the environment, and what each runs where that is not `main.*`. */
function across(
  name: string,
  variable: string,
  isThere: boolean,
  start: () => Promise<Broker>,
  programs: Readonly<Record<string, readonly (string | Command)[] | undefined>>,
): void {
  describe.skipIf(!isThere)(`messages through ${name}`, { timeout: TIMEOUT_MS }, () => {
    const env: Record<string, string> = {};
    let broker: Broker | undefined;
    beforeAll(async () => {
      broker = await start();
      env[variable] = broker.address;
    });
    afterAll(() => broker?.close());
    for (const [program, commands] of Object.entries(programs)) {
      testProgram(`messaging/${program}`, { env, ...(commands ? { commands } : {}) });
    }
  });
}

across('Kafka', 'KAFKA', hasKafka, startKafka, {
  'kafka-python': ['send.py', 'receive.py'],
  aiokafka: ['send.py', 'receive.py'],
  confluent: ['send.py', 'receive.py'],
  kafkajs: ['send.ts', 'each.ts', 'batch.ts'],
  'kafka-python-to-node': ['send.py', 'receive.mjs'],
  'kafka-forwarded': undefined,
});

across('RabbitMQ', 'RABBITMQ', hasRabbitmq, startRabbitmq, {
  pika: undefined,
  'aio-pika': undefined,
  amqplib: undefined,
  'rabbitmq-node-to-python': ['send.cjs', 'receive.py'],
});

across('Redis', 'REDIS', hasRedis, startRedis, {
  'redis-py': undefined,
  ioredis: undefined,
  celery: ['send.py', 'work.py'],
  bullmq: undefined,
});

across('NATS', 'NATS', hasNats, startNats, {
  'nats-py': undefined,
  'nats-node': undefined,
});

across('SQS', 'SQS', hasSqs, startSqs, {
  'boto3-sqs': undefined,
  'sqs-node': undefined,
});
