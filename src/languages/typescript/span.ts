import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { FunctionTarget, SpanIdioms } from '../idioms/span.ts';
import { indentationOf, indentationUnit, indented, lineEnd, lineEnding } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { freeName, rangeOf } from '../syntax.ts';
import { awaited } from './awaited.ts';
import { templates, written } from './block.ts';
import { bodyOf } from './body.ts';
import { formOf, type FunctionForm } from './forms.ts';
import { refusal } from './refusal.ts';
import { returnStatements, settles, valueOf } from './settling.ts';
import { ModuleNames } from './moduleNames.ts';
import { quoted, isTyped, styleOf, type Style } from './style.ts';

/** The function's code in the callback of `startActiveSpan`, which keeps `this`, `arguments` and `super`. */
const aroundFunction: SpanIdioms['aroundFunction'] = (file, target) => {
  const reason = refusal(target.node, isTyped(file.path));
  return reason ? { refusal: reason } : () => edits(file, target);
};

function edits(file: ParsedFile, target: FunctionTarget): TextEdit[] {
  const { text } = file;
  const { node } = target;
  const style = styleOf(file, node);
  const names = new ModuleNames(file, node, style);
  const SpanStatusCode = names.use('SpanStatusCode');
  const tracer = names.tracer();
  const taken = new Set(
    node.descendantsOfType(['identifier', 'shorthand_property_identifier']).map(({ text: name }) => name),
  );
  const free = (name: string): string => freeName(taken, name, `${name}OfSpan`);
  const form = formOf(
    node,
    {
      tracer,
      SpanStatusCode,
      name: quoted(target.name, style.quote),
      span: freeName(taken, 'span', 'otelSpan'),
      run: free('run'),
      fail: free('fail'),
      result: free('result'),
    },
    style,
  );
  return combined([...names.edits(), ...bodyInForm(text, node, form, style)]);
}

/** A function's body between a form's head and tail. */
export function bodyInForm(text: string, node: Node, form: FunctionForm, style: Style): TextEdit[] {
  const eol = lineEnding(text);
  const body = bodyOf(node);
  const closing = body.expression ? node.endIndex : body.range.end;
  const outer = indentationOf(text, body.expression ? node.startIndex : closing);
  const first = body.first.startIndex;
  const onOwnLine = !body.expression && body.first.startPosition.row > body.opening.endPosition.row;
  const inner = onOwnLine ? indentationOf(text, first) : '';
  const unit = indentationUnit(text, style.unit, outer, onOwnLine ? inner : undefined);
  const base = onOwnLine ? inner : outer + unit;
  const lines = (all: readonly string[]): string => all.map((line) => written(line, base, unit)).join(eol);
  const strings = templates(node);

  if (body.expression) {
    const end = body.range.end;
    const ownLine = body.first.startPosition.row > body.opening.endPosition.row;
    const shift = unit.repeat(form.depth + (ownLine ? 0 : 1));
    const gap = text.slice(body.opening.endIndex, body.range.start);
    const start = gap.trim() === '' ? body.opening.endIndex : body.range.start;
    const head = lines(form.head);
    const value = form.awaits && settles(body.first) !== 'no' ? awaited(body.first) : [];
    const prefix = `${eol}${head}${eol}${base}${unit.repeat(form.depth)}return `;
    const closingParenthesis =
      body.range.end > body.first.endIndex
        ? [{ start: body.first.endIndex, end: body.range.end, text: '' }]
        : [];
    return combined([
      { start, end: body.first.startIndex, text: prefix },
      ...value,
      ...indented(text, rangeOf(body.first), shift, strings),
      ...closingParenthesis,
      { start: end, end, text: `${style.semicolon}${eol}${lines(form.tail)}` },
    ]);
  }
  const awaits = form.awaits
    ? returnStatements(node.childForFieldName('body')!).flatMap((statement) => {
        const value = valueOf(statement);
        return value && settles(value) !== 'no' ? awaited(value) : [];
      })
    : [];
  const from = onOwnLine ? lineEnd(text, body.opening.endIndex) : body.opening.endIndex;
  const end = body.last.endIndex;
  const lead = `${eol}${lines(form.head)}${eol}`;
  return combined([
    onOwnLine
      ? { start: from, end: from, text: lead.slice(0, -eol.length) }
      : { start: from, end: first, text: lead + base + unit.repeat(form.depth) },
    ...indented(text, { start: from, end }, unit.repeat(form.depth), strings),
    ...awaits,
    {
      start: end,
      end: text.slice(end, closing).trim() === '' ? closing : end,
      text: `${eol}${lines(form.tail)}${eol}${outer}`,
    },
  ]);
}

export const span: SpanIdioms = { aroundFunction };
