import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import { indentationOf, lineEnd, lineEnding, lineStart, stepped } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';

/** The calls of a function or method of a name, in the order of the text. */
export function callsOf({ tree }: ParsedFile, name: string): Node[] {
  return nodesOf(tree, 'call').filter((call) => {
    const callee = call.childForFieldName('function');
    return (callee?.childForFieldName('attribute') ?? callee)?.text === name;
  });
}

/** The simple statement around a node. */
export function statementAround(node: Node): Node {
  for (const outer of selfAndAncestors(node)) {
    if (outer.parent?.type === 'block' || outer.parent?.type === 'module') return outer;
  }
  return node;
}

/** Lines below or above a statement, at its indentation; a tab stands for one step. */
export function besideStatement(
  { text }: ParsedFile,
  statement: Node,
  side: 'above' | 'below',
  lines: readonly string[],
): TextEdit {
  const eol = lineEnding(text);
  const base = indentationOf(text, statement.startIndex);
  const written = lines.map((line) => (line ? base + stepped(line, '    ') : ''));
  const at = side === 'above' ? lineStart(text, statement.startIndex) : lineEnd(text, statement.endIndex);
  const block = written.join(eol);
  return { start: at, end: at, text: side === 'above' ? block + eol : eol + block };
}
