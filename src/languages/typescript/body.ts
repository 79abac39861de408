import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import { rangeOf } from '../syntax.ts';
import { isDirective } from './imports.ts';

/** The part of a function's body that can move into a callback. */
export interface Body {
  /** An arrow function's value; else statements in a block. */
  readonly expression: boolean;
  /** After it the part begins: `=>`, `{`, a directive, a call of `super(…)`, a comment beside one of these. */
  readonly opening: Node;
  readonly first: Node;
  readonly last: Node;
  /** Where the part ends: the closing brace, or the end of the value with its parentheses. */
  readonly range: TextRange;
  readonly statements: readonly Node[];
}

/** Call it only where `statementsOf` gives at least one, or for an arrow function with a value. */
export function bodyOf(node: Node): Body {
  const body = node.childForFieldName('body')!;
  if (body.type !== 'statement_block') {
    const inner = body.type === 'parenthesized_expression' ? body.namedChildren : [];
    const value = inner.length === 1 && inner[0]!.type === 'object' ? inner[0]! : body;
    const opening = node.children.find((child) => child.type === '=>')!;
    return { expression: true, opening, first: value, last: value, range: rangeOf(body), statements: [] };
  }
  const statements = statementsOf(node);
  const all = body.children.slice(0, -1);
  const firstStatement = all.findIndex((child) => child.id === statements[0]?.id);
  let opening = firstStatement - 1;
  // Comments above the first statement move with it; one beside the opening stays.
  while (opening > 0 && all[opening]!.type === 'comment') opening--;
  const beside = all[opening + 1]!;
  if (beside.type === 'comment' && beside.startPosition.row === all[opening]!.endPosition.row) opening++;
  return {
    expression: false,
    opening: all[opening]!,
    first: all[opening + 1]!,
    last: all.at(-1)!,
    range: { start: body.startIndex, end: body.lastChild!.startIndex },
    statements,
  };
}

/** The statements that can move: without directives, and in a derived class without what leads to `super(…)`. */
export function statementsOf(node: Node): Node[] {
  const body = node.childForFieldName('body');
  if (body?.type !== 'statement_block') return [];
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  while (statements[0] && isDirective(statements[0])) statements.shift();
  return statements.slice(statements.findIndex(isSuperCall) + 1);
}

export function isSuperCall(statement: Node): boolean {
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return call?.type === 'call_expression' && call.childForFieldName('function')?.type === 'super';
}
