import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';

const tight =
  /^(?:call_expression|member_expression|subscript_expression|identifier|new_expression|parenthesized_expression|this|non_null_expression)$/;

/** `await` before a value, in parentheses where it binds looser than `await` does. */
export function awaited(value: Node): TextEdit[] {
  return value.type === 'await_expression' ? [] : around(value, 'await ', '');
}

/** Text before and after a value, which gets parentheses where it binds looser than a call does. */
export function around(value: Node, before: string, after: string): TextEdit[] {
  const [open, close] = tight.test(value.type) ? ['', ''] : ['(', ')'];
  return [
    { start: value.startIndex, end: value.startIndex, text: before + open },
    { start: value.endIndex, end: value.endIndex, text: close + after },
  ].filter((edit) => edit.text);
}
