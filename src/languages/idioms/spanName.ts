import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** An expression in a span's name. */
export interface NameHole {
  /** Its source. */
  readonly text: string;
  /** The names in it that say what it is: `order`, `id` for `order.id`. */
  readonly path: readonly string[];
  /** It is the same for all calls, or one of few: a constant of the module, the name of a class. */
  readonly isFixed: boolean;
  /** Nothing but its value is lost when it is left out. */
  readonly isPure: boolean;
}

/** A name that is given to a span where it starts, or later. */
export interface GivenName {
  /** The expression. */
  readonly range: TextRange;
  /** Fixed text, and expressions between. */
  readonly parts: readonly (string | NameHole)[];
  /** Gives another name, and attributes that the span does not have yet. */
  readonly rename: (
    parts: readonly (string | NameHole)[],
    attributes: ReadonlyMap<string, NameHole>,
  ) => Attempt;
}

/** Names of spans. */
export interface SpanNameIdioms {
  /** The name that is given at the selection; why it cannot be told; nothing where none is given. */
  readonly nameAt: (file: ParsedFile, selection: TextRange) => GivenName | Refusal | undefined;
}
