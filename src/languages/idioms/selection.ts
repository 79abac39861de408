import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/** The code that a selection holds: statements that follow one another in one block, or one expression. */
export interface SelectionTarget {
  readonly isExpression: boolean;
  /** The statements without the comments around them, or the expression. */
  readonly nodes: readonly Node[];
  /** With the comments above and below that are selected as well. */
  readonly range: TextRange;
  /** Name for a span: the function around and what the code does there, `process_order.charge`; constant. */
  readonly name: string;
}

/** Spans around a part of a function. */
export interface SelectionIdioms {
  /** What a selection holds, or why it is nothing that a span can go around. */
  readonly selected: (file: ParsedFile, selection: TextRange) => SelectionTarget | Refusal;
  /**
   * The code in a span: what it declares stays visible to the code after it, and what leaves it (`return`, `break`,
   * `yield`, an exception) leaves it as before.
   */
  readonly inSpan: (file: ParsedFile, target: SelectionTarget) => Attempt;
}
