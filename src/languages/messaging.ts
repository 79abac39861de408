import {
  ATTR_MESSAGING_BATCH_MESSAGE_COUNT,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM_NAME,
  MESSAGING_OPERATION_TYPE_VALUE_PROCESS,
  MESSAGING_OPERATION_TYPE_VALUE_SEND,
} from '../semconv/names.ts';
import type { SpanStart } from './idioms/spanStart.ts';

/** An expression of the language. */
export interface Code {
  readonly code: string;
  /** By its type there may be none, though there is one whenever it runs. */
  readonly mayBeNone?: true;
}

/** The name of a queue or topic: text as it is, and expressions of the language. */
export type Destination = readonly (string | Code)[];

/** How a language writes texts. */
export interface TextWriter {
  /** A string literal. */
  readonly literal: (text: string) => string;
  /** An expression of a text in which expressions may stand. */
  readonly text: (parts: Destination) => string;
}

/** What a span is told of the messages that it is about. */
export interface Messages {
  /** As the conventions name it: `kafka`, `rabbitmq`. */
  readonly system: string;
  /** What the span is named after. */
  readonly destination: Destination;
  /** `destination` is not the name of a queue or topic, so that the attribute is left out, as where it is empty. */
  readonly isUnnamed?: boolean;
  /** An expression, for a batch. */
  readonly count?: string;
}

/** The start of a PRODUCER span, named `send {destination}`. */
export function sendStart(write: TextWriter, messages: Messages): SpanStart {
  return start(write, messages, 'PRODUCER', MESSAGING_OPERATION_TYPE_VALUE_SEND);
}

/** The start of a CONSUMER span, named `process {destination}`. */
export function processStart(write: TextWriter, messages: Messages): SpanStart {
  return start(write, messages, 'CONSUMER', MESSAGING_OPERATION_TYPE_VALUE_PROCESS);
}

function start(
  { literal, text }: TextWriter,
  { system, destination, isUnnamed, count }: Messages,
  kind: 'PRODUCER' | 'CONSUMER',
  operation: string,
): SpanStart {
  return {
    name: destination.length === 0 ? literal(operation) : text([`${operation} `, ...destination]),
    kind,
    attributes: [
      [ATTR_MESSAGING_SYSTEM_NAME, literal(system)],
      ...(isUnnamed || destination.length === 0
        ? []
        : [[ATTR_MESSAGING_DESTINATION_NAME, text(destination)] as const]),
      [ATTR_MESSAGING_OPERATION_NAME, literal(operation)],
      [ATTR_MESSAGING_OPERATION_TYPE, literal(operation)],
      ...(count === undefined ? [] : [[ATTR_MESSAGING_BATCH_MESSAGE_COUNT, count] as const]),
    ],
  };
}
