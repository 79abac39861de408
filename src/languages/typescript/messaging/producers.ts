import type { Node } from 'web-tree-sitter';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argumentsOf, receiverOf } from '../calls.ts';
import { constantsAround } from '../http/url.ts';
import { quoted, styleOf } from '../style.ts';
import { natsSetter } from './carriers.ts';
import { inject, injected, mergedInArgument, valueIn, type Carry, type Send } from './carrying.ts';
import { makersOf, type Client } from './clients.ts';
import { inKafkaBatches, inKafkaMessages } from './kafka.ts';
import {
  amqplib,
  anyClient,
  bullmq,
  ioredis,
  kafkajs,
  nats,
  natsConnection,
  sqs,
  type Library,
} from './libraries.ts';
import { countOf, literalMessages } from './sentMessages.ts';
import { commandOf, inCommand, inEntries, queueOfInput } from './sqs.ts';
import { said } from './texts.ts';

/** A library's way to send a message. */
export interface Producer extends Library {
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

const kafka = {
  ...kafkajs,
  client: { made: /^(?:producer|transaction)$/i, named: /(?:producer|transaction|tx)$/i },
};

export const producers: readonly Producer[] = [
  {
    ...kafka,
    methods: /^send$/,
    settles: true,
    destination: ({ args: [record] }) =>
      record?.type === 'identifier' ? [{ code: `${record.text}.topic` }] : saidOf(valueIn(record, 'topic')),
    count: ({ args: [record] }) =>
      record?.type === 'identifier' ? `${record.text}.messages.length` : countOf(valueIn(record, 'messages')),
    carry: inKafkaMessages,
  },
  {
    ...kafka,
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
    ...amqplib,
    methods: /^sendToQueue$/,
    settles: false,
    destination: ({ args }) => saidOf(args[0]),
    carry: (send) => inOptions(send, 2),
  },
  {
    ...amqplib,
    methods: /^publish$/,
    settles: false,
    destination: exchangeAndKey,
    carry: (send) => inOptions(send, 3),
  },
  {
    ...sqs,
    client: anyClient,
    methods: /^send$/,
    settles: true,
    fits: ({ file, args }) => commandOf(file, args[0], 'SendMessageCommand') !== undefined,
    destination: ({ file, args }) => queueOfInput(commandOf(file, args[0], 'SendMessageCommand')),
    carry: (send) => inCommand(send, commandOf(send.file, send.args[0], 'SendMessageCommand')!),
  },
  {
    ...sqs,
    client: anyClient,
    methods: /^send$/,
    settles: true,
    fits: ({ file, args }) => commandOf(file, args[0], 'SendMessageBatchCommand') !== undefined,
    destination: ({ file, args }) => queueOfInput(commandOf(file, args[0], 'SendMessageBatchCommand')),
    count: ({ file, args }) =>
      countOf(valueIn(commandOf(file, args[0], 'SendMessageBatchCommand'), 'Entries')),
    carry: ({ file, args }) => inEntries(file, commandOf(file, args[0], 'SendMessageBatchCommand')!),
  },
  {
    ...sqs,
    client: { made: /^SQS$/, named: /sqs$/i },
    methods: /^sendMessage$/,
    settles: true,
    fits: ({ args }) => args.length === 1,
    destination: ({ args }) => queueOfInput(args[0]),
    carry: (send) => inCommand(send, send.args[0]!),
  },
  {
    ...ioredis,
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
    ...nats,
    client: { made: /^jetstream$|^JetStreamClient$/, named: /^(?:js|jetstream)$/i },
    methods: /^publish$/,
    settles: true,
    destination: ({ args }) => saidOf(args[0]),
    carry: inNatsHeaders,
  },
  {
    ...nats,
    client: natsConnection,
    methods: /^publish$/,
    settles: false,
    destination: ({ args }) => saidOf(args[0]),
    carry: inNatsHeaders,
  },
  {
    ...bullmq,
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
