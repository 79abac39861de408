import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt } from './attempt.ts';

/** Code that sends messages or works on them. */
export interface MessagingSite {
  readonly range: TextRange;
  /** Puts it in a span and the context into the message, or takes it from there. */
  readonly edits: Attempt;
}

/** Code that works on messages: on one after the other, or on a batch that has many senders. */
export interface ConsumerSite extends MessagingSite {
  readonly isBatch: boolean;
}

/** Messages through brokers and queues. */
export interface MessagingIdioms {
  /** Names of the libraries whose messages it knows. */
  readonly libraries: readonly string[];
  /** The call at the selection that sends a message. */
  readonly producerAt: (file: ParsedFile, selection: TextRange) => MessagingSite | undefined;
  /** The loop or handler at the selection that works on messages. */
  readonly consumerAt: (file: ParsedFile, selection: TextRange) => ConsumerSite | undefined;
}
