import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { entriesAdded } from '../entries.ts';
import { indentationOf, indentationUnit, lineEnd, lineEnding, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { rangeOf } from '../syntax.ts';
import { WIDTH } from './spanStart.ts';

/**
 * A list of arguments with edits in some of them and with more at its end. Where one line becomes too long for it, each
 * argument gets a line of its own.
 */
export function argumentsWith(
  file: ParsedFile,
  list: Node,
  inside: readonly TextEdit[],
  more: readonly string[],
): TextEdit[] {
  const { text } = file;
  const edits = [...inside, ...(more.length > 0 ? [entriesAdded(file, list, more)] : [])];
  const start = lineStart(text, list.startIndex);
  const end = lineEnd(text, list.endIndex);
  const grown = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), end - start);
  const isOneLine = list.startPosition.row === list.endPosition.row;
  if (!isOneLine || grown <= WIDTH) return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const outer = indentationOf(text, start);
  const eol = lineEnding(text);
  const gap = eol + outer + indentationUnit(text, '    ', outer);
  const all = [...list.namedChildren.map((child) => edited(text, child, inside)), ...more];
  return [{ ...rangeOf(list), text: `(${all.map((one) => `${gap}${one},`).join('')}${eol}${outer})` }];
}

/** The text of a node after the edits that are in it. */
function edited(text: string, node: Node, edits: readonly TextEdit[]): string {
  let at = node.startIndex;
  let result = '';
  for (const edit of edits) {
    if (edit.start < node.startIndex || edit.end > node.endIndex) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, node.endIndex);
}
