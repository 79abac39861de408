import type { Node } from 'web-tree-sitter';
import {
  MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
  MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
  MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
} from '../../../semconv/names.ts';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { kafkaSetter, sqsSetter } from './carriers.ts';
import { inArgument, inject, isUnpacked, moved, withArgument, type Carry, type Send } from './carrying.ts';
import { isClient, type Client } from './clients.ts';
import { escape } from '../../spanName.ts';
import { said, textWriter } from './texts.ts';

/** A library's way to send a message. */
export interface Producer {
  readonly library: string;
  readonly system: string;
  /** What a file imports that uses it. */
  readonly modules: readonly string[];
  /** Calls of no other library, where the client comes from another file. */
  readonly telling?: RegExp;
  /** Modules whose things are clients, too. */
  readonly from?: RegExp;
  /** The package of its official instrumentation. */
  readonly official?: string;
  readonly client: Client;
  /** Methods of the client. */
  readonly methods: RegExp;
  /** `undefined` where the call computes it, which must not be done twice. */
  readonly destination: (send: Send) => Destination | undefined;
  /** The destination is not a queue's name. */
  readonly isUnnamed?: (send: Send) => boolean;
  readonly carry: (send: Send) => Carry;
  /** How many messages the call sends, where that is more than one and the text can say it. */
  readonly count?: (send: Send) => string | undefined;
}

const kafka = { name: 'headers', shape: 'pairs', setter: kafkaSetter } as const;

export const producers: readonly Producer[] = [
  {
    library: 'kafka-python',
    system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
    modules: ['kafka'],
    official: 'opentelemetry-instrumentation-kafka-python',
    client: { made: /^KafkaProducer$/, named: /producer$/i },
    methods: /^send$/,
    destination: ({ call }) => argumentSaid(call, 0, 'topic'),
    carry: (send) => inArgument(send, send.call, { ...kafka, index: 3 }),
  },
  {
    library: 'aiokafka',
    system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
    modules: ['aiokafka'],
    official: 'opentelemetry-instrumentation-aiokafka',
    client: { made: /^AIOKafkaProducer$/, named: /producer$/i },
    methods: /^send(?:_and_wait)?$/,
    destination: ({ call }) => argumentSaid(call, 0, 'topic'),
    carry: (send) => inArgument(send, send.call, { ...kafka, index: 5 }),
  },
  {
    library: 'confluent-kafka',
    system: MESSAGING_SYSTEM_NAME_VALUE_KAFKA,
    modules: ['confluent_kafka'],
    official: 'opentelemetry-instrumentation-confluent-kafka',
    client: { made: /^(?:Serializing|AIO)?Producer$/, named: /producer$/i },
    methods: /^produce$/,
    destination: ({ call }) => argumentSaid(call, 0, 'topic'),
    carry: (send) => inArgument(send, send.call, { ...kafka, index: 6, shape: 'either', type: 'dict' }),
  },
  {
    library: 'pika',
    system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
    modules: ['pika'],
    official: 'opentelemetry-instrumentation-pika',
    client: { made: /^(?:\w*channel|Channel)$/i, named: /./ },
    methods: /^basic_publish$/,
    telling: /\.basic_publish\([^]*\bbody\s*=/,
    destination: exchangeAndKey,
    carry: inProperties,
  },
  {
    library: 'aio-pika',
    system: MESSAGING_SYSTEM_NAME_VALUE_RABBITMQ,
    modules: ['aio_pika'],
    official: 'opentelemetry-instrumentation-aio-pika',
    client: { made: /^(?:default_exchange|\w*exchange|Exchange|AbstractExchange)$/i, named: /exchange$/i },
    methods: /^publish$/,
    destination: ({ file, call }) => {
      const exchange = receiverOf(call);
      const key = argumentSaid(call, 1, 'routing_key');
      // The default exchange has no name; what is handed in may be that.
      const isNamed = isClient(file, exchange, { made: /^(?:declare|get)_exchange$/, named: /^$/ });
      return key && (isNamed ? [{ code: `${exchange.text}.name` }, ':', ...key] : key);
    },
    carry: inMessage,
  },
  {
    library: 'boto3',
    system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
    modules: ['boto3', 'botocore', 'mypy_boto3_sqs'],
    official: 'opentelemetry-instrumentation-boto3sqs',
    client: { made: /./, named: /./ },
    methods: /^send_message$/,
    telling: /\.send_message\([^]*\bQueueUrl\s*=/,
    destination: queueName,
    carry: (send) =>
      inArgument(send, send.call, {
        name: 'MessageAttributes',
        shape: 'dict',
        setter: sqsSetter,
        type: 'dict',
        variable: 'attributes',
      }),
  },
  {
    library: 'boto3',
    system: MESSAGING_SYSTEM_NAME_VALUE_AWS_SQS,
    modules: ['boto3', 'botocore', 'mypy_boto3_sqs'],
    official: 'opentelemetry-instrumentation-boto3sqs',
    client: { made: /./, named: /./ },
    methods: /^send_message(?:_batch|s)$/,
    telling: /\.send_message_batch\([^]*\bQueueUrl\s*=/,
    destination: queueName,
    carry: inEntries,
    count: ({ call }) => countOf(argumentAt(call, Infinity, 'Entries')),
  },
  {
    library: 'redis',
    system: 'redis',
    modules: ['redis'],
    client: { made: /./, named: /./ },
    methods: /^xadd$/,
    telling: /\.xadd\(/,
    destination: ({ call }) => argumentSaid(call, 0, 'name'),
    carry: (send) => inArgument(send, send.call, { name: 'fields', index: 1, shape: 'dict', type: 'dict' }),
  },
  {
    library: 'nats-py',
    system: 'nats',
    modules: ['nats'],
    client: { made: /^(?:connect|NATS|Client)$/, named: /^(?:nc|nats\w*|\w*client)$/i },
    methods: /^publish$/,
    destination: ({ call }) => argumentSaid(call, 0, 'subject'),
    carry: (send) => inArgument(send, send.call, { name: 'headers', index: 3, shape: 'dict' }),
  },
  {
    library: 'nats-py',
    system: 'nats',
    modules: ['nats'],
    client: { made: /^(?:connect|NATS|Client)$/, named: /^(?:nc|nats\w*)$/i },
    methods: /^request$/,
    destination: ({ call }) => argumentSaid(call, 0, 'subject'),
    carry: (send) => inArgument(send, send.call, { name: 'headers', index: 4, shape: 'dict' }),
  },
  {
    library: 'nats-py',
    system: 'nats',
    modules: ['nats'],
    client: { made: /^(?:jetstream|JetStreamContext)$/, named: /^(?:js|jetstream)$/i },
    methods: /^publish(?:_async)?$/,
    destination: ({ call }) => argumentSaid(call, 0, 'subject'),
    carry: (send) => inArgument(send, send.call, { name: 'headers', index: 4, shape: 'dict' }),
  },
  {
    library: 'Celery',
    system: 'celery',
    modules: ['celery'],
    // Who sends often imports no more than the task.
    from: /(?:^|\.)tasks?\b/,
    official: 'opentelemetry-instrumentation-celery',
    client: { made: /^(?:s|signature|si)$/, named: /./ },
    methods: /^(?:delay|apply_async)$/,
    destination: ({ call }) => queueOf(call) ?? [{ code: `${receiverOf(call).text}.name` }],
    isUnnamed: ({ call }) => queueOf(call) === undefined,
    carry: inTaskHeaders,
  },
  {
    library: 'Celery',
    system: 'celery',
    modules: ['celery'],
    official: 'opentelemetry-instrumentation-celery',
    client: { made: /^Celery$/, named: /./ },
    methods: /^send_task$/,
    destination: ({ call }) => queueOf(call) ?? argumentSaid(call, 0, 'name'),
    isUnnamed: ({ call }) => queueOf(call) === undefined,
    carry: (send) => inArgument(send, send.call, { name: 'headers', shape: 'dict' }),
  },
];

function argumentAt(call: Node, index: number, name: string): Node | undefined {
  return argument(argumentsOf(call), index, name);
}

function argumentSaid(call: Node, index: number, name: string): Destination | undefined {
  const part = said(argumentAt(call, index, name));
  return part === undefined ? undefined : [part];
}

export function receiverOf(call: Node): Node {
  const callee = call.childForFieldName('function')!;
  return callee.childForFieldName('object') ?? callee;
}

/** As the conventions name RabbitMQ's destinations: `exchange:routing key`, without what is empty. */
function exchangeAndKey({ file, call, quote }: Send): Destination | undefined {
  const from = said(argumentAt(call, 0, 'exchange'));
  const to = said(argumentAt(call, 1, 'routing_key'));
  if (from === undefined || to === undefined) return undefined;
  if (typeof from !== 'string' && to !== '' && !isText(file, from.code)) {
    const whole = textWriter(quote).text([from, ':', to]);
    // A sum of texts is not one expression yet.
    const one = /^f?["']/.test(whole) && !whole.includes(' + ') ? whole : `(${whole})`;
    return [{ code: `${one}.lstrip(${quote}:${quote})` }];
  }
  return [from, to].filter((part) => part !== '').flatMap((part, i) => (i === 0 ? [part] : [':', part]));
}

/** Whether a name stands for a text that is not empty, as that of the default exchange is. */
function isText({ text }: ParsedFile, name: string): boolean {
  return new RegExp(`^${escape(name)}\\b[^=\\n]*= *f?["'][^"'{]`, 'm').test(text);
}

/** The last part of a queue's URL; a queue of boto3's resources knows its own. */
export function queueName({ call, quote }: { call: Node; quote: string }): Destination | undefined {
  const url = argumentAt(call, Infinity, 'QueueUrl');
  const part = url ? said(url) : { code: `${receiverOf(call).text}.url` };
  if (part === undefined) return undefined;
  return typeof part === 'string'
    ? [part.split('/').at(-1)!]
    : [{ code: `${part.code}.rsplit(${quote}/${quote}, 1)[-1]` }];
}

function queueOf(call: Node): Destination | undefined {
  return argumentAt(call, Infinity, 'queue') ? argumentSaid(call, Infinity, 'queue') : undefined;
}

/** How many there are, where that can be said without going through them. */
function countOf(entries: Node | undefined): string | undefined {
  const isList = entries?.type === 'list' && !entries.namedChildren.some(({ type }) => type === 'list_splat');
  if (isList) return String(entries.namedChildren.filter(({ type }) => type !== 'comment').length);
  return /^(?:identifier|attribute)$/.test(entries?.type ?? '') ? `len(${entries!.text})` : undefined;
}

/** Each message of a batch has attributes of its own. */
function inEntries({ file, call, quote }: Send): Carry {
  const given = argumentsOf(call).keyword.get('Entries');
  if (!given || /\b(?:await|yield)\b|:=/.test(given.text)) {
    return { refusal: 'The entries of this call cannot be seen: put them into a variable above it first.' };
  }
  return (names) => {
    const entries = names.free('entries', 'message_entries');
    const entry = names.free('entry', 'message_entry');
    const key = `${quote}MessageAttributes${quote}`;
    const own =
      given.type === 'list_comprehension' ? [given.childForFieldName('body')!] : given.namedChildren;
    const isWritten =
      /^list/.test(given.type) && own.every(({ type }) => /^(?:dictionary|comment)$/.test(type));
    return {
      lines: [
        ...(isWritten
          ? moved(file, `${entries}: list[dict] = `, given)
          : [`${entries}: list[dict] = [dict(${entry}) for ${entry} in ${given.text}]`]),
        `for ${entry} in ${entries}:`,
        `\t${entry}[${key}] = dict(${entry}.get(${key}, {}))`,
        `\t${inject(names, `${entry}[${key}]`, sqsSetter(names, quote))}`,
      ],
      edits: [{ ...rangeOf(given), text: entries }],
    };
  };
}

/** Headers of RabbitMQ are in the message's properties. */
function inProperties(send: Send): Carry {
  const { file, call } = send;
  if (isUnpacked(call)) return inArgument(send, call, { name: 'properties', shape: 'dict' });
  const properties = argumentAt(call, 3, 'properties');
  if (properties?.type === 'call') return inArgument(send, properties, { name: 'headers', shape: 'dict' });
  const isName = /^(?:identifier|attribute)$/.test(properties?.type ?? '');
  if (properties && properties.type !== 'none' && !isName) {
    return {
      refusal: `What \`${properties.text}\` is cannot be seen: write pika.BasicProperties(…) into the call first.`,
    };
  }
  return (names) => {
    const headers = names.free('headers', 'message_headers');
    const made = /\bpika\.\w/.test(file.text)
      ? `${names.useModule('pika')}.BasicProperties`
      : names.use('pika', 'BasicProperties');
    if (properties && isName) {
      // A copy: other messages may get the same properties.
      const isMade = isClient(file, properties, { made: /^BasicProperties$/, named: /^$/ });
      const copy = names.free('message_properties', 'copied_properties');
      return {
        lines: [
          `${copy} = ${names.useModule('copy')}.copy(${properties.text}${isMade ? '' : ` or ${made}()`})`,
          `${headers} = dict(${copy}.headers or {})`,
          inject(names, headers),
          `${copy}.headers = ${headers}`,
        ],
        edits: [{ ...rangeOf(properties), text: copy }],
      };
    }
    const value = `${made}(headers=${headers})`;
    return {
      lines: [`${headers}: dict[str, str] = {}`, inject(names, headers)],
      edits: [
        properties
          ? { start: properties.startIndex, end: properties.endIndex, text: value }
          : withArgument(file, call, `properties=${value}`),
      ],
    };
  };
}

/** A message of aio-pika has its headers in it. */
function inMessage(send: Send): Carry {
  const message = argumentAt(send.call, 0, 'message');
  if (message?.type === 'identifier' || message?.type === 'attribute') {
    return (names) => ({ lines: [inject(names, `${message.text}.headers`)], edits: [] });
  }
  if (message?.type !== 'call' || calleeName(message) !== 'Message') {
    return {
      refusal: 'The message is made by a call that cannot be seen into: put it into a variable first.',
    };
  }
  return inArgument(send, message, { name: 'headers', index: 1, shape: 'dict', type: 'dict' });
}

/** `delay` has no room for headers, `apply_async` has: `task.delay(1)` is `task.apply_async((1,))`. */
function inTaskHeaders(send: Send): Carry {
  const { call, quote } = send;
  const name = call.childForFieldName('function')!.childForFieldName('attribute');
  if (name?.text !== 'delay' || isUnpacked(call))
    return inArgument(send, call, { name: 'headers', shape: 'dict' });
  const list = call.childForFieldName('arguments')!;
  const { positional, keyword } = argumentsOf(call);
  if (list.namedChildren.some((child) => child.type === 'comment')) {
    return { refusal: 'There is a comment among the arguments of delay(…): call apply_async(…) first.' };
  }
  return (names) => {
    const headers = names.free('headers', 'task_headers');
    const values = positional.map((node) => node.text).join(', ');
    const tuple = positional.length > 0 ? `(${values}${positional.length === 1 ? ',' : ''})` : '';
    const named = [...keyword].map(([key, value]) => `${quote}${key}${quote}: ${value.text}`).join(', ');
    const given = [tuple, named && `kwargs={${named}}`, `headers=${headers}`].filter(Boolean);
    return {
      lines: [`${headers}: dict[str, str] = {}`, inject(names, headers)],
      edits: [
        { start: name.startIndex, end: name.endIndex, text: 'apply_async' },
        { start: list.startIndex, end: list.endIndex, text: `(${given.join(', ')})` },
      ],
    };
  };
}
