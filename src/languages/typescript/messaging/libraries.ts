import {
  MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
} from '../../../semconv/names.ts';
import type { Client } from './clients.ts';

/** A library that sends or receives messages. */
export interface Library {
  readonly library: string;
  readonly system: string;
  readonly modules: readonly string[];
  /** Its official instrumentations; absent where none passes the context on in messages. */
  readonly official?: readonly string[];
}

/** Where its methods alone say enough. */
export const anyClient: Client = { made: /./, named: /./ };

export const kafkajs: Library = {
  library: 'kafkajs',
  system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  modules: ['kafkajs'],
  official: ['@opentelemetry/instrumentation-kafkajs'],
};

export const amqplib: Library & { readonly client: Client } = {
  library: 'amqplib',
  system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
  modules: ['amqplib', 'amqplib/callback_api', 'amqplib/callback_api.js'],
  official: ['@opentelemetry/instrumentation-amqplib'],
  client: { made: /^(?:create(?:Confirm)?Channel|(?:Confirm)?Channel)$/, named: /ch(?:annel)?$/i },
};

export const sqs: Library = {
  library: '@aws-sdk/client-sqs',
  system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  modules: ['@aws-sdk/client-sqs'],
  official: ['@opentelemetry/instrumentation-aws-sdk'],
};

export const ioredis: Library & { readonly client: Client } = {
  library: 'ioredis',
  system: 'redis',
  modules: ['ioredis'],
  client: anyClient,
};

export const nats: Library = {
  library: 'nats',
  system: 'nats',
  modules: ['nats', '@nats-io/transport-node', '@nats-io/nats-core', '@nats-io/jetstream'],
};

export const natsConnection: Client = {
  made: /^(?:connect|NatsConnection)$/,
  named: /^(?:nc|nats\w*|connection)$/i,
};

export const bullmq: Library = {
  library: 'BullMQ',
  system: 'bullmq',
  modules: ['bullmq'],
  official: ['bullmq-otel'],
};
