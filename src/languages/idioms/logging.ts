import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** A place where it is said what a program's log looks like. */
export interface LogSetup {
  /** The library, in the words of a menu. */
  readonly library: string;
  readonly range: TextRange;
  /** Adds the ids of the current trace and span to what is logged there. */
  readonly correlate: Attempt;
}

/** The logs of a program, by logging library. */
export interface LoggingIdioms {
  readonly setupAt: (file: ParsedFile, selection: TextRange) => LogSetup | Refusal | undefined;
}
