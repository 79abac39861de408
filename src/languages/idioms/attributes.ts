import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** A parameter or variable that code at some place could record. */
export interface NamedValue {
  readonly name: string;
  /**
   * How an attribute gets its value: an expression that no value of the variable's type makes fail or warn; undefined
   * where the type is unknown, or none that an attribute can hold.
   */
  readonly expression: string | undefined;
  /** Whether it may be missing, so that there is nothing to record then. */
  readonly isOptional: boolean;
}

/** A value that is in sight, and whether the code around records it. */
export interface SeenValue extends NamedValue {
  readonly isRecorded: boolean;
}

/** Values that one place sees. */
export interface ValuesTarget {
  readonly range: TextRange;
  /** Whose values they are: the bare name of the class of a method, or of the function; '' at module level. */
  readonly owner: string;
  readonly values: readonly SeenValue[];
  /** After it the values are known: a statement that sets them, or the function for its parameters. */
  readonly node: Node;
  readonly areParameters: boolean;
}

/** Values recorded as attributes. */
export interface AttributeIdioms {
  /** A function's parameters; or of a selection the parameters in it, else the variables that its statements set. */
  readonly values: (file: ParsedFile, selection: TextRange) => ValuesTarget | Refusal;
  /** The values as attributes of the span that is current there, or of the one that the code there started. */
  readonly set: (
    file: ParsedFile,
    target: ValuesTarget,
    attributes: readonly (NamedValue & { readonly attribute: string; readonly expression: string })[],
  ) => Attempt;
}
