import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** A variable at the place where it gets its value: an assignment or a parameter. */
export interface BaggageVariable {
  readonly name: string;
  /** What its value is called where it comes from: `email` of `user.email` and of `form["email"]`; '' if nothing. */
  readonly origin: string;
  /** The assignment or the parameter. */
  readonly node: Node;
  readonly range: TextRange;
}

/** Baggage that a file knows of. */
export interface KnownBaggage {
  /** The constant that lists what may become attributes, where there is one. */
  readonly list: string | undefined;
  /** Keys that the file sets or reads, each once. */
  readonly keys: readonly string[];
}

/** Baggage: values that travel with the trace context, also to services that others run. */
export interface BaggageIdioms {
  readonly variableAt: (file: ParsedFile, selection: TextRange) => BaggageVariable | Refusal | undefined;
  /** Puts the variable under `key` into the baggage for the rest of its block, for a parameter of the function. */
  readonly set: (file: ParsedFile, variable: BaggageVariable, key: string) => Attempt;
  /** Takes the variable from the baggage; the constant that it was given stays the value without. */
  readonly get: (file: ParsedFile, variable: BaggageVariable, key: string) => Attempt;
  /** The code that starts the span at the selection. */
  readonly startAt: (file: ParsedFile, selection: TextRange) => Node | undefined;
  readonly known: (file: ParsedFile) => KnownBaggage;
  /** Copies the baggage that the constant lists to the span; the constant is made from `keys` where there is none. */
  readonly toAttributes: (file: ParsedFile, start: Node, keys: readonly string[]) => Attempt;
}
