import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** What a span is told of an error: the error itself, and that the span's work has failed. */
export interface Said {
  readonly exception: boolean;
  readonly status: boolean;
}

/** Code that catches an error while a span goes on. */
export interface CaughtError {
  /** The clause: `except …:` or `catch (…) {}` with its code. */
  readonly range: TextRange;
  /** How the clause is introduced, for a title: `except ValueError`. */
  readonly title: string;
  /** What the clause itself tells the span. */
  readonly said: Said;
  /** Whether an error leaves the clause on all of its paths, on some, or on none. */
  readonly goesOn: 'always' | 'sometimes' | 'never';
  /** Where it goes while the span goes on: to an outer clause on a line, or out of a span that tells of it by itself. */
  readonly next?: Said & { readonly line?: number };
  /** Tells the span what is missing. */
  readonly say: (missing: Said) => Attempt;
}

/** Errors that are caught inside a span. */
export interface SpanErrorIdioms {
  /** The innermost clause around the selection; why nothing can be said of its error; nothing where there is none. */
  readonly caughtAt: (file: ParsedFile, selection: TextRange) => CaughtError | Refusal | undefined;
}
