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
import type { Style } from './style.ts';

/** Lines above and below code; a leading tab is one step to the right. */
export interface Form {
  readonly head: readonly string[];
  readonly tail: readonly string[];
  /** How many steps the code between moves to the right. */
  readonly depth: number;
}

/**
 * An expression becomes the value of a `return` between `head` and `tail`: `head` begins where the expression began, on
 * its line. `inside` are edits within the expression.
 */
export function expressionInBlock(
  file: ParsedFile,
  expression: Node,
  form: Form,
  style: Style,
  inside: readonly TextEdit[] = [],
): TextEdit[] {
  const { text } = file;
  const eol = lineEnding(text);
  const base = indentationOf(text, expression.startIndex);
  const unit = indentationUnit(text, style.unit);
  const [opening = '', ...head] = form.head;
  const lines = (all: readonly string[]): string =>
    all.map((line) => eol + written(line, base, unit)).join('');
  const { startIndex: start, endIndex: end } = expression;
  return combined([
    { start, end: start, text: `${opening}${lines(head)}${eol}${base}${unit.repeat(form.depth)}return ` },
    // Its first line gets the `return`, at the start of the line, too.
    ...indented(text, { start: start + 1, end }, unit.repeat(form.depth), templates(expression)),
    ...inside,
    { start: end, end, text: `${style.semicolon}${lines(form.tail)}` },
  ]);
}

/** `head` above and `tail` below a run of statements of one block, each on lines of its own. */
export function statementsInBlock(
  file: ParsedFile,
  run: { readonly first: Node; readonly last: Node },
  form: Form,
  style: Style,
  inside: readonly TextEdit[] = [],
): TextEdit[] {
  const { text } = file;
  const eol = lineEnding(text);
  const unit = indentationUnit(text, style.unit);
  const outer = indentationOf(text, run.first.startIndex);
  const around = indentationOf(text, (run.first.parent ?? run.first).startIndex);
  const start = run.first.startIndex;
  // A block on one line gets lines of its own, and its brace another one.
  const [, opening = '', before = ''] =
    /(\S?)([ \t]*)$/.exec(text.slice(lineStart(text, start), start)) ?? [];
  const [after = '', closing] = /^[ \t]*(\})?/.exec(text.slice(run.last.endIndex)) ?? [];
  const base = opening ? outer + unit : outer;
  const end = closing ? run.last.endIndex : lineEnd(text, run.last.endIndex);
  const shift = unit.repeat(form.depth);
  const head = form.head.map((line) => written(line, base, unit) + eol).join('');
  const tail = form.tail.map((line) => eol + written(line, base, unit)).join('');
  return combined([
    opening
      ? { start: start - before.length, end: start, text: `${eol}${head}${base}${shift}` }
      : { start, end: start, text: `${head.slice(base.length)}${base}${shift}` },
    // The first line has its shift from the head.
    ...indented(text, { start: start + 1, end }, shift, templates(run.first.parent ?? run.first)),
    ...inside,
    closing
      ? { start: end, end: end + after.length - 1, text: tail + eol + around }
      : { start: end, end, text: tail },
  ]);
}

/** A line of a form as text: `base`, then a step for each leading tab. */
export function written(line: string, base: string, unit: string): string {
  return base + stepped(line, unit);
}

/** Template strings, whose lines keep their white space. */
export function templates(node: Node): { start: number; end: number }[] {
  return [...descendants(node)].filter((inside) => inside.type === 'template_string').map(rangeOf);
}
