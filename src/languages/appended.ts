import type { Node } from 'web-tree-sitter';
import type { TextEdit } from './edit.ts';
import { indentationOf, lineEnding } from './layout.ts';
import type { ParsedFile } from './parsed.ts';

/**
 * One more item between brackets: of a list, an object, a pattern, or the arguments of a call when that is given; on a
 * line of its own where the last one has one.
 */
export function appended({ text }: ParsedFile, brackets: Node, item: string): TextEdit[] {
  const list = brackets.childForFieldName('arguments') ?? brackets;
  const last = list.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last) {
    const space = list.type === 'object' ? ' ' : '';
    const start = list.startIndex + 1;
    // A comment stays.
    if (list.namedChildCount > 0) return [{ start, end: start, text: space + item }];
    return [{ start, end: list.endIndex - 1, text: space + item + space }];
  }
  const comma = last.nextSibling?.type === ',' ? last.nextSibling : undefined;
  const end = (comma ?? last).endIndex;
  const isBroken = list.endPosition.row > last.endPosition.row;
  const before = isBroken ? lineEnding(text) + indentationOf(text, last.startIndex) : ' ';
  return [{ start: end, end, text: `${comma ? '' : ','}${before}${item}${isBroken && comma ? ',' : ''}` }];
}
