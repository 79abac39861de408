import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import {
  indentationOf,
  indentationUnit,
  indented,
  lineEnd,
  lineEnding,
  lineStart,
  stepped,
} from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, rangeOf } from '../syntax.ts';

/** Lines of code at the indentation of what they stand beside; a leading tab stands for one step more. */
export type Lines = readonly string[];

/**
 * `head` above and `tail` below a run of statements of one suite, which moves `depth` steps to the right. `from` is
 * where the run begins when comments above its first statement belong to it: the end of the line before them.
 */
export function inBlock(
  file: ParsedFile,
  run: { readonly first: Node; readonly last: Node; readonly from?: number },
  head: Lines,
  tail: Lines,
  depth = 1,
): TextEdit[] {
  const { text } = file;
  const eol = lineEnding(text);
  const { first, last } = run;
  const opening = openingOf(first);
  // `if ready: go()`: the run gets lines of its own.
  const oneLine = opening?.endPosition.row === first.startPosition.row;
  const outer = indentationOf(text, (opening ?? first).startIndex);
  const inner = oneLine ? '' : indentationOf(text, first.startIndex);
  const unit = indentationUnit(text, '    ', outer, oneLine || !opening ? undefined : inner);
  const base = oneLine ? outer + unit : inner;
  const written = (line: string): string => base + stepped(line, unit);
  const above = head.map((line) => eol + written(line)).join('');
  const below = tail.map((line) => eol + written(line)).join('');
  const end = lineEnd(text, last.endIndex);
  const after: TextEdit = { start: end, end, text: below };
  if (oneLine) {
    return combined([
      { start: opening.endIndex, end: first.startIndex, text: `${above}${eol}${base}${unit.repeat(depth)}` },
      after,
    ]);
  }
  const start = lineStart(text, first.startIndex);
  const insertion: TextEdit =
    run.from === undefined
      ? { start, end: start, text: head.map((line) => written(line) + eol).join('') }
      : { start: run.from, end: run.from, text: above };
  const strings = [...descendants(first.parent ?? first)]
    .filter((node) => node.type === 'string')
    .map(rangeOf);
  return combined([
    insertion,
    ...indented(text, { start: run.from ?? start, end: last.endIndex }, unit.repeat(depth), strings),
    ...(below ? [after] : []),
  ]);
}

/** The colon that opens the suite of a statement; undefined for statements of the module. */
export function openingOf(statement: Node): Node | undefined {
  const suite = statement.parent;
  return suite?.type === 'block'
    ? suite.parent?.children.findLast((child) => child.type === ':' && child.endIndex <= suite.startIndex)
    : undefined;
}
