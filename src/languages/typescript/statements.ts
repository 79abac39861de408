import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { indentationOf, indentationUnit, lineEnd, lineEnding, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { written } from './block.ts';
import type { Style } from './style.ts';

/** Lines as the first in a block; a leading tab is one step to the right. */
export function linesFirst(file: ParsedFile, block: Node, lines: readonly string[], style: Style): TextEdit {
  const { text } = file;
  const eol = lineEnding(text);
  const outer = indentationOf(text, block.startIndex);
  const first = block.namedChildren[0];
  const open = block.startIndex + 1;
  const onOwnLine = first !== undefined && first.startPosition.row > block.startPosition.row;
  const inner = onOwnLine ? indentationOf(text, first.startIndex) : undefined;
  const unit = indentationUnit(text, style.unit, outer, inner);
  const base = inner ?? outer + unit;
  const added = lines.map((line) => eol + written(line, base, unit)).join('');
  if (onOwnLine) return { start: open, end: open, text: added };
  const close = block.endIndex - 1;
  const rest = text.slice(open, close).trim();
  return { start: open, end: close, text: `${added}${eol}${rest ? base + rest + eol : ''}${outer}` };
}

/** Lines above a statement, or below it, that has its line for itself. */
export function linesBeside(
  file: ParsedFile,
  statement: Node,
  side: 'above' | 'below',
  lines: readonly string[],
  style: Style,
): TextEdit {
  const { text } = file;
  const eol = lineEnding(text);
  const base = indentationOf(text, statement.startIndex);
  const unit = indentationUnit(text, style.unit);
  const added = lines.map((line) => written(line, base, unit));
  if (side === 'below') {
    const end = lineEnd(text, statement.endIndex);
    return { start: end, end, text: added.map((line) => eol + line).join('') };
  }
  const start = lineStart(text, statement.startIndex);
  return { start, end: start, text: added.map((line) => line + eol).join('') };
}

/** Whether nothing but white space and a comment stands beside the statement on its lines. */
export function isAlone(file: ParsedFile, statement: Node): boolean {
  const { text } = file;
  const before = text.slice(lineStart(text, statement.startIndex), statement.startIndex);
  const after = text.slice(statement.endIndex, lineEnd(text, statement.endIndex));
  return before.trim() === '' && /^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(after);
}
