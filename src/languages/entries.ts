import type { Node } from 'web-tree-sitter';
import type { TextEdit } from './edit.ts';
import { indentationOf, lineEnding } from './layout.ts';
import type { ParsedFile } from './parsed.ts';

/**
 * Entries at the end of what stands between brackets: a list of arguments, a dictionary, an object. On lines of their
 * own where the last one is, with a comma at the end where there was one.
 */
export function entriesAdded(
  file: ParsedFile,
  brackets: Node,
  entries: readonly string[],
  padding = '',
): TextEdit {
  const { text } = file;
  const last = brackets.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last) {
    const start = brackets.startIndex + 1;
    return { start, end: brackets.endIndex - 1, text: padding + entries.join(', ') + padding };
  }
  const comma = last.nextSibling?.type === ',' ? last.nextSibling : undefined;
  const at = comma?.endIndex ?? last.endIndex;
  const isOnOwnLine = last.startPosition.row > brackets.startPosition.row;
  const isMultiLine = isOnOwnLine && brackets.endPosition.row > last.endPosition.row;
  const gap = isMultiLine ? lineEnding(text) + indentationOf(text, last.startIndex) : ' ';
  const added = entries.map((entry, i) => (i === 0 && comma ? '' : ',') + gap + entry).join('');
  return { start: at, end: at, text: added + (comma ? ',' : '') };
}
