import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { indentationOf, lineEnding } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';

/** One more argument of a call, or item of a list, on a line of its own where the last one has one. */
export function appended({ text }: ParsedFile, call: Node, item: string): TextEdit[] {
  const list = call.childForFieldName('arguments') ?? call;
  const last = list.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last) return [{ start: list.startIndex + 1, end: list.startIndex + 1, text: item }];
  const comma = last.nextSibling?.type === ',' ? last.nextSibling : undefined;
  const end = (comma ?? last).endIndex;
  const isBroken = list.endPosition.row > last.endPosition.row;
  const before = isBroken ? lineEnding(text) + indentationOf(text, last.startIndex) : ' ';
  return [{ start: end, end, text: `${comma ? '' : ','}${before}${item}${isBroken && comma ? ',' : ''}` }];
}
