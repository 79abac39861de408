import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** A call whose code runs where the current context does not reach: a thread, a process, a callback kept for later. */
export interface Crossing {
  /** What the action does, in the words of a menu. */
  readonly title: string;
  readonly range: TextRange;
  readonly carry: Attempt;
}

/** The trace context across the borders that it does not cross by itself. */
export interface ContextIdioms {
  /** The crossing at the selection; or why the context crosses there already, where there is something like one. */
  readonly crossingAt: (file: ParsedFile, selection: TextRange) => Crossing | Refusal | undefined;
}
