import type { Node } from 'web-tree-sitter';
import { moved, textWith, type TextEdit } from '../../edit.ts';
import { indentationOf, indentationUnit, indented, lineEnding } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { templates, written, type Form } from '../block.ts';
import type { Style } from '../style.ts';
import { calleeOf } from './awaited.ts';

/** An expression becomes `lines` between a form's head and tail, which begin and end where it did. */
export function framed(
  file: ParsedFile,
  expression: Node,
  form: Form,
  lines: readonly string[],
  style: Style,
): TextEdit {
  const base = indentationOf(file.text, expression.startIndex);
  const unit = indentationUnit(file.text, style.unit);
  const deep = base + unit.repeat(form.depth);
  const [first, ...head] = form.head;
  const text = [
    first!,
    ...head.map((line) => written(line, base, unit)),
    ...lines.map((line) => written(line, deep, unit)),
    ...form.tail.map((line) => written(line, base, unit)),
  ];
  return { ...rangeOf(expression), text: text.join(lineEnding(file.text)) };
}

/** The text of a call, without an `await`, with edits in it and `depth` steps further to the right. */
export function callText(
  file: ParsedFile,
  call: Node,
  edits: readonly TextEdit[],
  depth: number,
  style: Style,
): string {
  const { text } = file;
  const range = { start: calleeOf(call)!.startIndex, end: call.endIndex };
  const shift = indentationUnit(text, style.unit).repeat(depth);
  const shifted = indented(text, range, shift, templates(call)).filter(
    ({ start }) => start > range.start && !edits.some((one) => one.start < start && start < one.end),
  );
  return textWith(text, range, [...moved(edits, shift), ...shifted]);
}
