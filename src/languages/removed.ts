import { combined, type TextEdit } from './edit.ts';
import { lineEnd, lineStart } from './layout.ts';

/**
 * Edits, and with them the removal of the lines that a statement has for itself, as `[start, end]` of the statement.
 * What the edits do inside these lines, such as to indent them, is dropped.
 */
export function withoutLines(
  text: string,
  edits: readonly TextEdit[],
  statements: readonly { readonly startIndex: number; readonly endIndex: number }[],
): TextEdit[] {
  const removed = statements.map(({ startIndex, endIndex }) => {
    const start = lineStart(text, startIndex);
    // With the line ending before it: what is added at its own end stays.
    return {
      start: start > 0 ? lineEnd(text, lineStart(text, start - 1)) : 0,
      end: lineEnd(text, endIndex),
      text: '',
    };
  });
  const isInside = (edit: TextEdit): boolean =>
    removed.some(({ start, end }) => start < edit.start && edit.start < end);
  return combined([...edits.filter((edit) => !isInside(edit)), ...removed]);
}
