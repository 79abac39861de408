import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { indentationOf, lineEnding } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';

/** One more item of an object, an array, a pattern or a call's arguments, on a line of its own where the last has one. */
export function appended({ text }: ParsedFile, list: Node, item: string): TextEdit[] {
  const last = list.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last) {
    const space = list.type === 'object' ? ' ' : '';
    return [
      {
        start: list.startIndex,
        end: list.endIndex,
        text: text[list.startIndex]! + space + item + space + text[list.endIndex - 1]!,
      },
    ];
  }
  const comma = last.nextSibling?.type === ',' ? last.nextSibling : undefined;
  const end = (comma ?? last).endIndex;
  const isBroken = list.endPosition.row > last.endPosition.row;
  const before = isBroken ? lineEnding(text) + indentationOf(text, last.startIndex) : ' ';
  return [{ start: end, end, text: `${comma ? '' : ','}${before}${item}${isBroken && comma ? ',' : ''}` }];
}
