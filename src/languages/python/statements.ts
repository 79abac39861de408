import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { indentationOf, indentationUnit, lineEnd, lineEnding, lineStart, stepped } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { openingOf, type Lines } from './block.ts';

/** Lines above a statement of the same suite; in place of it where it is a lone `pass`. */
export function linesBefore(file: ParsedFile, statement: Node, lines: Lines): TextEdit {
  const { text } = file;
  const eol = lineEnding(text);
  const opening = openingOf(statement);
  const isOneLine = opening?.endPosition.row === statement.startPosition.row;
  const outer = indentationOf(text, (opening ?? statement).startIndex);
  const base = isOneLine
    ? outer + indentationUnit(text, '    ', outer)
    : indentationOf(text, statement.startIndex);
  const isPlaceholder =
    statement.type === 'pass_statement' &&
    statement.parent?.namedChildren.filter((child) => child.type !== 'comment').length === 1;
  const written = lines.map((line) => base + stepped(line, indentationUnit(text, '    '))).join(eol);
  if (isOneLine) {
    const end = isPlaceholder ? statement.endIndex : statement.startIndex;
    return { start: opening.endIndex, end, text: eol + written + (isPlaceholder ? '' : eol + base) };
  }
  const start = lineStart(text, statement.startIndex);
  return isPlaceholder
    ? { start, end: statement.endIndex, text: written }
    : { start, end: start, text: written + eol };
}

/** Lines below a statement that has its line for itself. */
export function linesAfter(file: ParsedFile, statement: Node, lines: Lines): TextEdit {
  const { text } = file;
  const base = indentationOf(text, statement.startIndex);
  const end = lineEnd(text, statement.endIndex);
  return {
    start: end,
    end,
    text: lines
      .map((line) => lineEnding(text) + base + stepped(line, indentationUnit(text, '    ')))
      .join(''),
  };
}

/** Whether nothing but white space and a comment stands beside the statement on its lines. */
export function isAlone(file: ParsedFile, statement: Node): boolean {
  const { text } = file;
  const before = text.slice(lineStart(text, statement.startIndex), statement.startIndex);
  const after = text.slice(statement.endIndex, lineEnd(text, statement.endIndex));
  return before.trim() === '' && /^\s*(?:#.*)?$/.test(after);
}
