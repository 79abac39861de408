import type { Node } from 'web-tree-sitter';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { argumentsOf, receiverOf } from '../calls.ts';
import { kafkaGetter, natsGetter, sqsGetter, streamGetter, type Access } from './carriers.ts';
import { valueIn } from './carrying.ts';
import type { Client } from './clients.ts';
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
import { commandOf, queueName } from './sqs.ts';
import { said } from './texts.ts';

/** Where one message carries its context, and where it came from. */
export interface Taken {
  readonly carrier: string;
  readonly getter?: Access;
  readonly destination: Destination;
}

interface Consumer extends Library {
  readonly client: Client;
  /** Methods of the client, or the class whose constructor it is. */
  readonly members: RegExp;
}

/** A call that registers a function as what works on messages. */
export interface Registration extends Consumer {
  /** The function among the arguments: at a place, or there as a property of an object. */
  readonly callback: { readonly index: number; readonly property?: string };
  /** The type of that parameter, for a handler that another file registers. */
  readonly type?: RegExp;
  /** Which of its parameters is the message. */
  readonly parameter: number;
  /** Messages that come together: an expression of their list, and what one is called in it. */
  readonly batch?: (parameter: Parameter) => { readonly list: string };
  /** `isInline`: what the call's arguments say means the same in the function. */
  readonly message: (parameter: Parameter, call: Node | undefined, isInline: boolean) => Taken;
}

/** The parameter of a handler, or what is at a path in it: of a variable, or out of an object pattern. */
export type Parameter = (...path: readonly string[]) => string;

/** What gives messages to a loop. */
export interface Source extends Consumer {
  readonly fits?: (file: ParsedFile, call: Node) => boolean;
  /** How many loops lead to one message. */
  readonly levels: 1 | 2;
  /** The property of what it gives that is a list of messages. */
  readonly list?: string;
  /** `variables` are those of the loop, `outer` those of the loop around it. */
  readonly message: (
    variables: readonly string[],
    outer: readonly string[],
    call: Node,
    file: ParsedFile,
  ) => Taken;
}

const kafka = {
  ...kafkajs,
  client: { made: /^consumer$/i, named: /consumer$/i },
  members: /^run$/,
  parameter: 0,
};
const redis = { ...ioredis, levels: 2 } as const;

export const registrations: readonly Registration[] = [
  {
    ...kafka,
    callback: { index: 0, property: 'eachMessage' },
    type: /^EachMessagePayload$/,
    message: (parameter) => ({
      carrier: parameter('message', 'headers'),
      getter: kafkaGetter,
      destination: [{ code: parameter('topic') }],
    }),
  },
  {
    ...kafka,
    callback: { index: 0, property: 'eachBatch' },
    type: /^EachBatchPayload$/,
    batch: (parameter) => ({ list: parameter('batch', 'messages') }),
    message: (parameter) => ({
      carrier: 'message.headers',
      getter: kafkaGetter,
      destination: [{ code: parameter('batch', 'topic') }],
    }),
  },
  {
    ...amqplib,
    members: /^consume$/,
    callback: { index: 1 },
    type: /^(?:amqp(?:lib)?\.)?ConsumeMessage\b/,
    parameter: 0,
    message: (parameter, call, isInline) => ({
      carrier: `${parameter()}.properties.headers ?? {}`,
      destination: [queueSaid(call, isInline) ?? { code: `${parameter()}.fields.routingKey` }],
    }),
  },
  {
    ...nats,
    client: natsConnection,
    members: /^subscribe$/,
    callback: { index: 1, property: 'callback' },
    parameter: 1,
    message: (parameter) => natsMessage(parameter()),
  },
  {
    ...bullmq,
    client: anyClient,
    members: /^Worker$/,
    callback: { index: 1 },
    type: /^(?:Sandboxed)?Job\b/,
    parameter: 0,
    message: (parameter, call) => ({
      carrier: `JSON.parse(${parameter()}.opts.telemetry?.metadata ?? '{}')`,
      destination: [queueSaid(call, false) ?? { code: `${parameter()}.queueName` }],
    }),
  },
];

export const sources: readonly Source[] = [
  {
    ...sqs,
    client: anyClient,
    members: /^send$/,
    fits: (file, call) => commandOf(file, argumentsOf(call)[0], 'ReceiveMessageCommand') !== undefined,
    levels: 1,
    list: 'Messages',
    message: ([message], _outer, call, file) => ({
      carrier: `${message!}.MessageAttributes`,
      getter: sqsGetter,
      destination: queueName(commandOf(file, argumentsOf(call)[0], 'ReceiveMessageCommand')) ?? [],
    }),
  },
  { ...redis, members: /^xread$/, message: streamEntry },
  { ...redis, members: /^xreadgroup$/, message: streamEntry },
  {
    ...nats,
    client: natsConnection,
    members: /^subscribe$/,
    levels: 1,
    message: ([message]) => natsMessage(message!),
  },
  {
    ...nats,
    client: { made: /^(?:get|Consumer)$/, named: /^consumer$/i },
    members: /^(?:consume|fetch)$/,
    levels: 1,
    message: ([message]) => natsMessage(message!),
  },
];

/** The queue that a call names first. */
function queueSaid(call: Node | undefined, isInline: boolean): Destination[number] | undefined {
  const queue = call && said(argumentsOf(call)[0]);
  return typeof queue === 'string' || isInline ? queue : undefined;
}

function natsMessage(message: string): Taken {
  return {
    carrier: `${message}.headers`,
    getter: natsGetter,
    destination: [{ code: `${message}.subject` }],
  };
}

/** An entry is its id and its fields; `xread` says the stream, or what it answers. */
function streamEntry(variables: readonly string[], outer: readonly string[], call: Node): Taken {
  const args = argumentsOf(call);
  const at = args.findIndex((one) => /^['"]STREAMS['"]$/i.test(one.text));
  const asked = args.length === at + 3 ? said(args[at + 1]) : undefined;
  return {
    carrier: variables.length > 1 ? variables[1]! : `${variables[0]!}[1]`,
    getter: streamGetter,
    destination: asked !== undefined ? [asked] : outer[0] ? [{ code: outer[0] }] : [],
  };
}

/** Attributes are given to those who ask for them: what a call that receives has to ask for. */
export function receivingInput(file: ParsedFile, call: Node): Node | undefined {
  return receiverOf(call) && commandOf(file, argumentsOf(call)[0], 'ReceiveMessageCommand');
}

/** Whether a call asks for the context already. */
export function asksForAll(input: Node): boolean {
  return /['"](?:All|\.\*)['"]/.test(valueIn(input, 'MessageAttributeNames')?.text ?? '');
}
