import { Edit, type Point, type Tree } from 'web-tree-sitter';
import type { TextEdit } from './edit.ts';
import type { ParsedFile } from './parsed.ts';

/**
 * The file's tree, told where its text changes, for the parser to begin with; the caller deletes it. An edit counts up
 * to the end of its line: a scanner of indentation would trust nothing behind a line that changed before its end.
 */
export function editedTree({ text, tree }: ParsedFile, edits: readonly TextEdit[]): Tree {
  const told = edits.map(({ start, end, text: added }, i) => {
    const next = edits[i + 1]?.start ?? text.length;
    const feed = text.indexOf('\n', end);
    const to = feed < 0 ? next : Math.min(next, feed + 1);
    return { start, end: to, text: added + text.slice(end, to) };
  });
  const points = pointsAt(
    text,
    told.flatMap(({ start, end }) => [start, end]),
  );
  const copy = tree.copy();
  // From the last, so that earlier offsets stay right.
  for (let i = told.length - 1; i >= 0; i--) {
    const { start, end, text: after } = told[i]!;
    const startPosition = points[2 * i]!;
    const added = pointsAt(after, [after.length])[0]!;
    copy.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: end,
        newEndIndex: start + after.length,
        startPosition,
        oldEndPosition: points[2 * i + 1]!,
        newEndPosition: {
          row: startPosition.row + added.row,
          column: added.column + (added.row === 0 ? startPosition.column : 0),
        },
      }),
    );
  }
  return copy;
}

/** Rows and columns of offsets that come in ascending order. */
function pointsAt(text: string, offsets: readonly number[]): Point[] {
  let row = 0;
  let start = 0;
  return offsets.map((offset) => {
    for (let feed = text.indexOf('\n', start); feed >= 0 && feed < offset; feed = text.indexOf('\n', start)) {
      row++;
      start = feed + 1;
    }
    return { row, column: offset - start };
  });
}
