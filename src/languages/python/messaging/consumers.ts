import type { Node } from 'web-tree-sitter';
import {
  MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
} from '../../../semconv/names.ts';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { kafkaGetter, redisGetter, sqsGetter, type Access } from './carriers.ts';
import type { Client } from './clients.ts';
import { queueName } from './producers.ts';
import { said } from './texts.ts';

/** What both ways to get messages have. */
interface Consumer {
  readonly system: string;
  readonly modules: readonly string[];
  readonly official?: string;
  /** Calls of no other library, where the client comes from another file. */
  readonly telling?: RegExp;
  readonly client: Client;
  /** Methods or attributes of the client. */
  readonly members: RegExp;
  /** Where one message carries its context, and where it came from. */
  readonly message: (received: Received) => Taken;
}

/** What gives messages to a loop or to the statements below it. */
export interface Source extends Consumer {
  /** The client is iterated itself. */
  readonly isIterated?: true;
  /** How many loops lead to one message: none where it gives one at a time. */
  readonly levels: 0 | 1 | 2;
  /** Whether it gives None where there is no message. */
  readonly mayBeNone?: (call: Node | undefined) => boolean;
  /** What a loop over messages calls the parts of one. */
  readonly parts: readonly string[];
}

/** A call that registers a function as what works on messages. */
export interface Registration extends Consumer {
  readonly callback: readonly [index: number, name: string];
  /** How many parameters the function has, itself not counted. */
  readonly parameters: number;
}

/** A message as the code at hand has it. */
export interface Received {
  readonly file: ParsedFile;
  /** The quote of the file's strings. */
  readonly quote: string;
  /** Variables of the message, or of its parts. */
  readonly variables: readonly string[];
  /** The call that gave it or registered the function. */
  readonly call: Node | undefined;
  /** Variables of the loop around the loop. */
  readonly outer: readonly string[];
}

export interface Taken {
  readonly carrier: string;
  readonly getter?: Access;
  readonly destination: Destination;
}

const python = {
  system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  modules: ['kafka'],
  official: 'opentelemetry-instrumentation-kafka-python',
  client: { made: /^KafkaConsumer$/, named: /consumer$/i },
  parts: ['message'],
  message: kafkaMessage,
};
const asyncio = {
  ...python,
  modules: ['aiokafka'],
  official: 'opentelemetry-instrumentation-aiokafka',
  client: { made: /^AIOKafkaConsumer$/, named: /consumer$/i },
};
const confluent = {
  ...python,
  modules: ['confluent_kafka'],
  official: 'opentelemetry-instrumentation-confluent-kafka',
  client: { made: /^(?:Deserializing|AIO)?Consumer$/, named: /consumer$/i },
  message: ({ variables: [message] }: Received): Taken => ({
    carrier: `${message!}.headers() or []`,
    getter: kafkaGetter,
    destination: [{ code: `${message!}.topic()`, mayBeNone: true }],
  }),
};
const pika = {
  system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
  modules: ['pika'],
  official: 'opentelemetry-instrumentation-pika',
  client: { made: /^(?:\w*channel|Channel)$/i, named: /./ },
};
const aioPika = {
  system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
  modules: ['aio_pika'],
  official: 'opentelemetry-instrumentation-aio-pika',
  client: { made: /queue$/i, named: /queue$/i },
  parts: ['message'],
  message: ({ variables: [message] }: Received): Taken => ({
    carrier: `${message!}.headers`,
    destination: [{ code: `${message!}.routing_key`, mayBeNone: true }],
  }),
};
const sqs = {
  system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  modules: ['boto3', 'botocore', 'mypy_boto3_sqs'],
  official: 'opentelemetry-instrumentation-boto3sqs',
  client: { made: /./, named: /./ },
  levels: 1,
  parts: ['message'],
} as const;
const redis = {
  system: 'redis',
  modules: ['redis'],
  client: { made: /./, named: /./ },
  telling: /\.xread(?:group)?\(/,
  levels: 2,
  parts: ['entry_id', 'fields'],
} as const;
const nats = {
  system: 'nats',
  modules: ['nats'],
  parts: ['message'],
  message: ({ variables: [message] }: Received): Taken => ({
    carrier: `${message!}.headers or {}`,
    destination: [{ code: `${message!}.subject` }],
  }),
};
const subscription = { made: /^(?:pull_)?subscribe\w*$|Subscription$/, named: /sub(?:scription)?$/i };

export const sources: readonly Source[] = [
  { ...python, members: /^$/, isIterated: true, levels: 1 },
  { ...python, members: /^poll$/, levels: 2 },
  { ...asyncio, members: /^$/, isIterated: true, levels: 1 },
  { ...asyncio, members: /^getone$/, levels: 0 },
  { ...asyncio, members: /^getmany$/, levels: 2 },
  { ...confluent, members: /^poll$/, levels: 0, mayBeNone: () => true },
  { ...confluent, members: /^consume$/, levels: 1 },
  {
    ...pika,
    members: /^consume$/,
    levels: 1,
    mayBeNone: (call) => argumentsOf(call!).keyword.has('inactivity_timeout'),
    parts: ['method', 'properties', 'body'],
    message: (received) => ({
      carrier: `${received.variables[1]!}.headers or {}`,
      destination: argumentSaid(received.call, 0, 'queue') ?? [
        { code: `${received.variables[0]!}.routing_key` },
      ],
    }),
  },
  {
    ...pika,
    members: /^basic_get$/,
    levels: 0,
    mayBeNone: () => true,
    parts: ['method', 'properties', 'body'],
    message: ({ variables, call }) => ({
      carrier: `${variables[1]!}.headers or {}`,
      destination: argumentSaid(call, 0, 'queue') ?? [{ code: `${variables[0]!}.routing_key` }],
    }),
  },
  {
    ...aioPika,
    // Other queues have a `get`, too.
    client: { made: /^(?:(?:declare|get|ensure)_queue|Abstract(?:Robust)?Queue|RobustQueue)$/, named: /^$/ },
    members: /^get$/,
    levels: 0,
    mayBeNone: (call) => argumentsOf(call!).keyword.get('fail')?.text === 'False',
  },
  { ...aioPika, members: /^$/, isIterated: true, levels: 1 },
  { ...aioPika, members: /^iterator$/, levels: 1 },
  {
    ...sqs,
    members: /^receive_message$/,
    telling: /\.receive_message\([^]*\bQueueUrl\s*=/,
    message: ({ variables: [message], call, quote }) => ({
      carrier: `${message!}.get(${quote}MessageAttributes${quote}, {})`,
      getter: sqsGetter,
      destination: (call && queueName({ call, quote })) ?? [],
    }),
  },
  {
    ...sqs,
    members: /^receive_messages$/,
    message: ({ variables: [message], call, quote }) => ({
      carrier: `${message!}.message_attributes or {}`,
      getter: sqsGetter,
      destination: (call && queueName({ call, quote })) ?? [],
    }),
  },
  { ...redis, members: /^xread$/, message: (received) => streamEntry(received, 0) },
  { ...redis, members: /^xreadgroup$/, message: (received) => streamEntry(received, 2) },
  { ...nats, client: subscription, members: /^messages$/, levels: 1 },
  { ...nats, client: subscription, members: /^fetch$/, levels: 1 },
  { ...nats, client: subscription, members: /^next_msg$/, levels: 0 },
];

export const registrations: readonly Registration[] = [
  {
    ...pika,
    members: /^basic_consume$/,
    telling: /\.basic_consume\([^]*\bon_message_callback\s*=/,
    callback: [1, 'on_message_callback'],
    parameters: 4,
    message: ({ variables, call }) => ({
      carrier: `${variables[2]!}.headers or {}`,
      destination: argumentSaid(call, 0, 'queue') ?? [{ code: `${variables[1]!}.routing_key` }],
    }),
  },
  { ...aioPika, members: /^consume$/, callback: [0, 'callback'], parameters: 1 },
  {
    ...nats,
    client: {
      made: /^(?:connect|NATS|Client|jetstream|JetStreamContext)$/,
      named: /^(?:nc|js|nats\w*|\w*client)$/i,
    },
    members: /^subscribe$/,
    callback: [2, 'cb'],
    parameters: 1,
  },
];

function kafkaMessage({ variables: [message] }: Received): Taken {
  return {
    carrier: `${message!}.headers`,
    getter: kafkaGetter,
    destination: [{ code: `${message!}.topic` }],
  };
}

/** What `xread` is asked for says the stream, where that is one; else what it answers. */
function streamEntry({ file, variables, call, outer }: Received, index: number): Taken {
  const decodes = /\bdecode_responses\s*=\s*True\b/.test(file.text);
  const asked = call && argument(argumentsOf(call), index, 'streams');
  const keys = asked?.type === 'dictionary' ? asked.namedChildren.filter(({ type }) => type === 'pair') : [];
  const stream = keys.length === 1 ? said(keys[0]!.childForFieldName('key')!) : undefined;
  const answered = { code: decodes ? outer[0]! : `${outer[0]!}.decode()` };
  return {
    carrier: variables[1]!,
    ...(decodes ? {} : { getter: redisGetter }),
    destination: stream !== undefined ? [stream] : outer[0] === undefined ? [] : [answered],
  };
}

function argumentSaid(call: Node | undefined, index: number, name: string): Destination | undefined {
  const part = call && said(argument(argumentsOf(call), index, name));
  return part === undefined ? undefined : [part];
}

/** Decorators of Celery's tasks. */
export function isTask(definition: Node): boolean {
  const outer = definition.parent?.type === 'decorated_definition' ? definition.parent : null;
  return (
    outer?.namedChildren.some((child) => {
      const decorator = child.type === 'decorator' ? child.firstNamedChild : null;
      const name =
        decorator?.type === 'call' ? calleeName(decorator) : (/\w*$/.exec(decorator?.text ?? '')?.[0] ?? '');
      return /^(?:task|shared_task)$/.test(name);
    }) ?? false
  );
}

/** `run` of a class of Celery's tasks. */
export function isRunOfTask(definition: Node): boolean {
  const outer = definition.parent?.parent;
  return (
    outer?.type === 'class_definition' &&
    definition.childForFieldName('name')!.text === 'run' &&
    /\bTask\b/.test(outer.childForFieldName('superclasses')?.text ?? '')
  );
}
