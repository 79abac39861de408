import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** A span that has to be ended by the code that starts it. */
export interface StartedSpan {
  /** The statement that starts it, or the call with its callback. */
  readonly range: TextRange;
  /** Its variable. */
  readonly variable: string;
  /** It is ended on every path as it is. */
  readonly isEnded: boolean;
  /** Ends it on every path; the calls that end it now are moved, not doubled. */
  readonly end: Attempt;
}

/** Ends of spans. */
export interface SpanEndIdioms {
  /**
   * The span that is started at the selection; why its end is not a matter of this code, as where it is handed on;
   * nothing where no span is started.
   */
  readonly startedAt: (file: ParsedFile, selection: TextRange) => StartedSpan | Refusal | undefined;
}
