import type { Node } from 'web-tree-sitter';
import {
  MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
} from '../../../semconv/names.ts';
import type { TextEdit } from '../../edit.ts';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argumentsOf, receiverOf } from '../calls.ts';
import { constantObject } from '../http/options.ts';
import { constantsAround } from '../http/url.ts';
import type { ModuleNames } from '../moduleNames.ts';
import { valueOf } from '../passedFunction.ts';
import { quoted, styleOf } from '../style.ts';
import { natsSetter, sqsSetter } from './carriers.ts';
import { inject, injected, merged, mergedInArgument, valueIn, type Carry, type Send } from './carrying.ts';
import { makersOf, type Client } from './clients.ts';
import { said } from './texts.ts';

/** A library's way to send a message. */
export interface Producer {
  readonly library: string;
  readonly system: string;
  readonly modules: readonly string[];
  /** Its official instrumentations; absent where none passes the context on in messages. */
  readonly official?: readonly string[];
  readonly client: Client;
  readonly methods: RegExp;
  /** It gives a promise of having sent. */
  readonly settles: boolean;
  /** Tells the call from others of that method. */
  readonly fits?: (send: Send) => boolean;
  /** `undefined` where the call computes it, which must not be done twice. */
  readonly destination: (send: Send) => Destination | undefined;
  /** An expression of how many messages, where it is not one. */
  readonly count?: (send: Send) => string | undefined;
  readonly carry: (send: Send) => Carry;
}

const natsModules = ['nats', '@nats-io/transport-node', '@nats-io/nats-core', '@nats-io/jetstream'];

const kafkaClient = { made: /^(?:producer|transaction)$/i, named: /(?:producer|transaction|tx)$/i };

export const producers: readonly Producer[] = [
  {
    library: 'kafkajs',
    system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
    modules: ['kafkajs'],
    official: ['@opentelemetry/instrumentation-kafkajs'],
    client: kafkaClient,
    methods: /^send$/,
    settles: true,
    destination: ({ args: [record] }) =>
      record?.type === 'identifier' ? [{ code: `${record.text}.topic` }] : saidOf(valueIn(record, 'topic')),
    count: ({ args: [record] }) =>
      record?.type === 'identifier' ? `${record.text}.messages.length` : countOf(valueIn(record, 'messages')),
    carry: inKafkaMessages,
  },
  {
    library: 'kafkajs',
    system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
    modules: ['kafkajs'],
    official: ['@opentelemetry/instrumentation-kafkajs'],
    client: kafkaClient,
    methods: /^sendBatch$/,
    settles: true,
    // Of several topics the span can name none.
    destination: ({ args }) => {
      const batches = literalMessages(valueIn(args[0], 'topicMessages'));
      return batches?.length === 1 ? (saidOf(valueIn(batches[0], 'topic')) ?? []) : [];
    },
    carry: inKafkaBatches,
  },
  {
    library: 'amqplib',
    system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
    modules: ['amqplib', 'amqplib/callback_api', 'amqplib/callback_api.js'],
    official: ['@opentelemetry/instrumentation-amqplib'],
    client: { made: /^(?:create(?:Confirm)?Channel|(?:Confirm)?Channel)$/, named: /ch(?:annel)?$/i },
    methods: /^sendToQueue$/,
    settles: false,
    destination: ({ args }) => saidOf(args[0]),
    carry: (send) => inOptions(send, 2),
  },
  {
    library: 'amqplib',
    system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
    modules: ['amqplib', 'amqplib/callback_api', 'amqplib/callback_api.js'],
    official: ['@opentelemetry/instrumentation-amqplib'],
    client: { made: /^(?:create(?:Confirm)?Channel|(?:Confirm)?Channel)$/, named: /ch(?:annel)?$/i },
    methods: /^publish$/,
    settles: false,
    destination: exchangeAndKey,
    carry: (send) => inOptions(send, 3),
  },
  {
    library: '@aws-sdk/client-sqs',
    system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
    modules: ['@aws-sdk/client-sqs'],
    official: ['@opentelemetry/instrumentation-aws-sdk'],
    client: { made: /./, named: /./ },
    methods: /^send$/,
    settles: true,
    fits: ({ file, args }) => commandOf(file, args[0], 'SendMessageCommand') !== undefined,
    destination: ({ file, args }) => queueOfInput(commandOf(file, args[0], 'SendMessageCommand')),
    carry: (send) => inCommand(send, commandOf(send.file, send.args[0], 'SendMessageCommand')!),
  },
  {
    library: '@aws-sdk/client-sqs',
    system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
    modules: ['@aws-sdk/client-sqs'],
    official: ['@opentelemetry/instrumentation-aws-sdk'],
    client: { made: /./, named: /./ },
    methods: /^send$/,
    settles: true,
    fits: ({ file, args }) => commandOf(file, args[0], 'SendMessageBatchCommand') !== undefined,
    destination: ({ file, args }) => queueOfInput(commandOf(file, args[0], 'SendMessageBatchCommand')),
    count: ({ file, args }) =>
      countOf(valueIn(commandOf(file, args[0], 'SendMessageBatchCommand'), 'Entries')),
    carry: ({ file, args }) => inEntries(file, commandOf(file, args[0], 'SendMessageBatchCommand')!),
  },
  {
    library: '@aws-sdk/client-sqs',
    system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
    modules: ['@aws-sdk/client-sqs'],
    official: ['@opentelemetry/instrumentation-aws-sdk'],
    client: { made: /^SQS$/, named: /sqs$/i },
    methods: /^sendMessage$/,
    settles: true,
    fits: ({ args }) => args.length === 1,
    destination: ({ args }) => queueOfInput(args[0]),
    carry: (send) => inCommand(send, send.args[0]!),
  },
  {
    library: 'ioredis',
    system: 'redis',
    modules: ['ioredis'],
    client: { made: /./, named: /./ },
    methods: /^xadd$/,
    settles: true,
    destination: ({ args }) => saidOf(args[0]),
    carry:
      ({ file, call }) =>
      (names, style) => {
        const fields = names.free('fields', 'contextFields');
        return {
          lines: injected(names, style, fields),
          edits: appended(file, call, `...Object.entries(${fields}).flat()`),
        };
      },
  },
  {
    library: 'nats',
    system: 'nats',
    modules: natsModules,
    client: { made: /^jetstream$|^JetStreamClient$/, named: /^(?:js|jetstream)$/i },
    methods: /^publish$/,
    settles: true,
    destination: ({ args }) => saidOf(args[0]),
    carry: inNatsHeaders,
  },
  {
    library: 'nats',
    system: 'nats',
    modules: natsModules,
    client: { made: /^(?:connect|NatsConnection)$/, named: /^(?:nc|nats\w*|connection)$/i },
    methods: /^publish$/,
    settles: false,
    destination: ({ args }) => saidOf(args[0]),
    carry: inNatsHeaders,
  },
  {
    library: 'BullMQ',
    system: 'bullmq',
    modules: ['bullmq'],
    official: ['bullmq-otel'],
    client: { made: /^Queue$/, named: /queue$/i },
    methods: /^add$/,
    settles: true,
    destination: ({ file, call }) => queueOf(file, receiverOf(call)!),
    carry: inJobOptions,
  },
];

function saidOf(node: Node | undefined): Destination | undefined {
  const part = said(node);
  return part === undefined ? undefined : [part];
}

/**
 * As the conventions name RabbitMQ's destinations: `exchange:routing key`, without what is empty, as the name of the
 * default exchange is.
 */
function exchangeAndKey({ file, call, args: [exchange, key] }: Send): Destination | undefined {
  const [from, to] = [said(exchange), said(key)];
  if (from === undefined || to === undefined) return undefined;
  if (typeof from !== 'string' && to !== '' && !constantsAround(exchange!).get(from.code)?.[0]) {
    const { quote } = styleOf(file, call);
    const both = [from, to].map((part) => (typeof part === 'string' ? quoted(part, quote) : part.code));
    return [{ code: `[${both.join(', ')}].filter(Boolean).join(${quote}:${quote})` }];
  }
  return [from, to].filter((part) => part !== '').flatMap((part, i) => (i === 0 ? [part] : [':', part]));
}

/** How many messages there are, where the text says that it is not one. */
function countOf(messages: Node | undefined): string | undefined {
  if (messages?.type === 'array') {
    const hasSpread = messages.namedChildren.some(({ type }) => type === 'spread_element');
    const { length } = messages.namedChildren.filter(({ type }) => type !== 'comment');
    return hasSpread || length < 2 ? undefined : String(length);
  }
  const isVariable = messages && /^(?:shorthand_property_)?identifier$/.test(messages.type);
  return isVariable ? `${messages.text}.length` : undefined;
}

/** All messages of one call get the context of its span. */
function inKafkaMessages({ file, args }: Send): Carry {
  const [record] = args;
  if (record?.type === 'identifier') {
    return (names, style) => {
      const headers = names.free('headers', 'messageHeaders');
      const messages = `${record.text}.messages${withHeaders(headers, names.free('message', 'kafkaMessage'))}`;
      return {
        lines: injected(names, style, headers),
        edits: [{ ...rangeOf(record), text: `{ ...${record.text}, messages: ${messages} }` }],
      };
    };
  }
  const messages = valueIn(record, 'messages');
  if (!messages)
    return { refusal: 'The text does not show the messages of this call: write them into it first.' };
  return (names, style) => {
    const headers = names.free('headers', 'messageHeaders');
    return { lines: injected(names, style, headers), edits: headersIn(file, messages, headers, names) };
  };
}

/** The same of messages by topic. */
function inKafkaBatches({ file, args }: Send): Carry {
  const batches = literalMessages(valueIn(args[0], 'topicMessages'));
  const messages = batches?.map((batch) => valueIn(batch, 'messages'));
  if (!messages?.every((one) => one !== undefined)) {
    return { refusal: 'The text does not show the messages of this call: write them into it first.' };
  }
  return (names, style) => {
    const headers = names.free('headers', 'messageHeaders');
    const edits = messages.flatMap((one) => headersIn(file, one, headers, names));
    return { lines: injected(names, style, headers), edits };
  };
}

function headersIn(file: ParsedFile, messages: Node, headers: string, names: ModuleNames): TextEdit[] {
  const literals = literalMessages(messages);
  return literals
    ? literals.flatMap((message) => merged(file, message, 'headers', headers))
    : mapped(messages, headers, names.free('message', 'kafkaMessage'));
}

/** The messages that are written out: in an array, or as what a `map` makes. */
function literalMessages(messages: Node | undefined): Node[] | undefined {
  if (messages?.type === 'array') {
    const items = messages.namedChildren.filter(({ type }) => type !== 'comment');
    return items.every(({ type }) => type === 'object') ? items : undefined;
  }
  const made = messages?.type === 'call_expression' ? argumentsOf(messages)[0] : undefined;
  const body = made?.type === 'arrow_function' ? made.childForFieldName('body') : undefined;
  const isMap = messages?.childForFieldName('function')?.text.endsWith('.map');
  const value = body?.type === 'parenthesized_expression' ? body.firstNamedChild : undefined;
  return isMap && value?.type === 'object' ? [value] : undefined;
}

function withHeaders(headers: string, message: string): string {
  return `.map((${message}) => ({ ...${message}, headers: { ...${message}.headers, ...${headers} } }))`;
}

function mapped(messages: Node, headers: string, message: string): TextEdit[] {
  const map = withHeaders(headers, message);
  const isShorthand = messages.type === 'shorthand_property_identifier';
  return [{ ...rangeOf(messages), text: `${isShorthand ? `${messages.text}: ` : ''}${messages.text}${map}` }];
}

/** Headers of RabbitMQ are an option of the message. */
function inOptions(send: Send, index: number): Carry {
  return (names, style) => {
    const headers = names.free('headers', 'messageHeaders');
    return {
      lines: injected(names, style, headers),
      edits: mergedInArgument(send, index, 'headers', headers),
    };
  };
}

/** A command of the AWS SDK: made in the call, or the one thing that a variable is. */
export function commandOf(file: ParsedFile, given: Node | undefined, name: string): Node | undefined {
  const made = given?.type === 'identifier' ? makersOf(file, given.text) : given ? [given] : [];
  const [command] = made;
  return made.length === 1 && command?.childForFieldName('constructor')?.text.endsWith(name)
    ? argumentsOf(command)[0]
    : undefined;
}

/** The last part of a queue's URL. */
export function queueName(input: Node | undefined): Destination | undefined {
  const url = valueIn(input, 'QueueUrl');
  const part = said(url);
  if (part === undefined) return undefined;
  return typeof part === 'string'
    ? [part.split('/').at(-1)!]
    : [{ code: lastPart(part.code, url !== undefined && mayBeMissing(url)) }];
}

function lastPart(url: string, mayMiss: boolean): string {
  return `${url}${mayMiss ? '?' : ''}.slice(${url}.lastIndexOf('/') + 1)`;
}

/** Whether a URL comes from the environment, and nothing is there for when it does not. */
function mayBeMissing(url: Node): boolean {
  const value = /identifier$/.test(url.type) ? (valueOf(url) ?? url) : url;
  return /\bprocess\.env\b/.test(value.text) && !/!$|\?\?|\|\||\bas string$/.test(value.text);
}

/** The same, also where a variable holds the input. */
function queueOfInput(input: Node | undefined): Destination | undefined {
  if (input?.type !== 'identifier') return queueName(input);
  const written = valueIn(constantObject(input), 'QueueUrl');
  const named = written && !/identifier$/.test(written.type) ? queueName(constantObject(input)) : undefined;
  return named ?? [{ code: lastPart(`${input.text}.QueueUrl`, true) }];
}

const attributesType = 'Record<string, { DataType: string; StringValue: string }>';

function inCommand({ file, args }: Send, input: Node): Carry {
  const isCommand = args[0]!.type === 'identifier' && args[0]!.id !== input.id;
  if (!isCommand && !/^(?:object|identifier)$/.test(input.type)) {
    return { refusal: `\`${input.text}\` is made elsewhere: write the message into the command first.` };
  }
  return (names, style) => {
    const attributes = names.free('attributes', 'messageAttributes');
    const made = injected(names, style, attributes, sqsSetter(names, style), attributesType);
    if (isCommand) {
      const own = `${args[0]!.text}.input.MessageAttributes`;
      return { lines: [...made, `${own} = { ...${own}, ...${attributes} }${style.semicolon}`], edits: [] };
    }
    if (input.type === 'object') {
      return { lines: made, edits: merged(file, input, 'MessageAttributes', attributes) };
    }
    const literal = constantObject(input);
    const isNew = literal && !/MessageAttributes|\.\.\./.test(literal.text);
    const both = isNew ? attributes : `{ ...${input.text}.MessageAttributes, ...${attributes} }`;
    const text = `{ ...${input.text}, MessageAttributes: ${both} }`;
    return { lines: made, edits: [{ ...rangeOf(input), text }] };
  };
}

/** All messages of one batch get the context of its span. */
function inEntries(file: ParsedFile, input: Node): Carry {
  const entries = valueIn(input, 'Entries');
  const literals = literalMessages(entries);
  if (!entries || (!literals && !/^(?:shorthand_property_)?identifier$/.test(entries.type))) {
    return {
      refusal: 'The text does not show the messages of this batch: write them into the command first.',
    };
  }
  return (names, style) => {
    const attributes = names.free('attributes', 'messageAttributes');
    const lines = injected(names, style, attributes, sqsSetter(names, style), attributesType);
    if (literals) {
      return {
        lines,
        edits: literals.flatMap((entry) => merged(file, entry, 'MessageAttributes', attributes)),
      };
    }
    const entry = names.free('entry', 'sqsEntry');
    const own = `{ ...${entry}.MessageAttributes, ...${attributes} }`;
    const map = `${entries.text}.map((${entry}) => ({ ...${entry}, MessageAttributes: ${own} }))`;
    const isShorthand = entries.type === 'shorthand_property_identifier';
    return { lines, edits: [{ ...rangeOf(entries), text: isShorthand ? `Entries: ${map}` : map }] };
  };
}

/** Headers of NATS are an object of its own. */
function inNatsHeaders(send: Send): Carry {
  const { file, args } = send;
  const options = args[2];
  const given = valueIn(options, 'headers');
  if (options && options.type !== 'object' && options.text !== 'undefined') {
    return { refusal: `\`${options.text}\` is made elsewhere: write the options into the call first.` };
  }
  if (given) {
    if (!/^(?:shorthand_property_identifier|identifier|member_expression)$/.test(given.type)) {
      return { refusal: 'The headers are made in the call: put them into a variable above it first.' };
    }
    return (names, style) => ({
      lines: [`${inject(names, given.text, natsSetter(names, style))}${style.semicolon}`],
      edits: [],
    });
  }
  const module =
    ['@nats-io/transport-node', 'nats'].find((one) => file.text.includes(one)) ?? '@nats-io/nats-core';
  return (names, style) => {
    const variable = names.free('messageHeaders', 'natsHeaders');
    return {
      lines: [
        `const ${variable} = ${names.use('headers', module)}()${style.semicolon}`,
        `${inject(names, variable, natsSetter(names, style))}${style.semicolon}`,
      ],
      edits:
        options?.type === 'object'
          ? appended(file, options, `headers: ${variable}`)
          : mergedInArgument(send, 2, 'headers', variable),
    };
  };
}

/** The queue's name where it is made in the file, else what the queue itself says. */
export function queueOf(file: ParsedFile, queue: Node): Destination {
  const made = makersOf(file, queue.text).filter(({ type }) => type === 'new_expression');
  const name = made.length === 1 ? said(argumentsOf(made[0]!)[0]) : undefined;
  return [typeof name === 'string' ? name : { code: `${queue.text}.name` }];
}

/** What BullMQ's own telemetry uses for the context. */
function inJobOptions(send: Send): Carry {
  const { file, args } = send;
  const options = args[2];
  if (/\btelemetry\s*:/.test(file.text) && !/\bmetadata\s*:/.test(file.text)) {
    return { refusal: 'The queue has a `telemetry` option, which makes this span already.' };
  }
  if (valueIn(options, 'telemetry')) {
    return { refusal: 'The job has a `telemetry` option already, which carries its context.' };
  }
  return (names, style) => {
    const carrier = names.free('carrier', 'jobContext');
    const telemetry = `telemetry: { metadata: JSON.stringify(${carrier}) }`;
    const list = send.call.childForFieldName('arguments')!;
    const edits =
      options?.type === 'object'
        ? appended(file, options, telemetry)
        : options
          ? [{ ...rangeOf(options), text: `{ ...${options.text}, ${telemetry} }` }]
          : appended(file, list, `${args.length < 2 ? 'undefined, ' : ''}{ ${telemetry} }`);
    return { lines: injected(names, style, carrier), edits };
  };
}
