import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';

/** An expression as the last argument of a call: `opening` ends behind the call's parenthesis or a comma. */
export function around(expression: Node, opening: string): TextEdit[] {
  const { startIndex: start, endIndex: end } = expression;
  return [
    { start, end: start, text: opening },
    { start: end, end, text: ')' },
  ];
}
