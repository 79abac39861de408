import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argumentsOf } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { isAlone, linesBefore } from '../statements.ts';
import { quoteOf } from '../strings.ts';
import { hasIds, idsBeforeMessage } from './format.ts';
import { valueOf } from './valueOf.ts';

const ids = ['extra[trace_id]', 'extra[span_id]'] as const;
const field = (name: string): string => `{${name}}`;
const patched = 'There is a patcher in this file already, and there can be one: add the ids there.';
const already = 'This log has the trace and span ids already.';

/** `logger.add(sink, format=…)`, and the patcher above it. */
export function inSink(file: ParsedFile, call: Node): Attempt {
  const { keyword } = argumentsOf(call);
  const format = keyword.get('format');
  const isSerialized = keyword.get('serialize')?.text === 'True';
  if (!format && !isSerialized) {
    return { refusal: 'This sink has no format of its own: write one with `format=` first.' };
  }
  const edits = format ? inFormat(format) : [];
  const patcher = /\bpatcher\s*=\s*(\w+)/.exec(file.text)?.[1];
  const isOurs = /^add_trace_ids\d*$/.test(patcher ?? '');
  if (edits === already ? isOurs || patcher === undefined : isOurs && !format) return { refusal: already };
  if (typeof edits === 'string') return { refusal: edits };
  if (patcher !== undefined && !isOurs) return { refusal: patched };
  const statement = statementOf(call);
  if (!statement || !isAlone(file, statement)) {
    return { refusal: 'The call shares its line: give it a line of its own first.' };
  }
  return () => {
    if (isOurs) return edits;
    const names = new ModuleNames(file, call);
    const logger = call.childForFieldName('function')!.childForFieldName('object')!.text;
    const line = `${logger}.configure(patcher=${defined(file, names)})`;
    return combined([...names.edits(), linesBefore(file, statement, [line]), ...edits]);
  };
}

/** `logger.configure(handlers=[…])` with a patcher among its arguments. */
export function inConfigure(file: ParsedFile, call: Node): Attempt {
  const patcher = argumentsOf(call).keyword.get('patcher');
  if (patcher) return { refusal: /trace/.test(patcher.text) ? already : patched };
  const formats = [...descendants(call)]
    .map((node) => {
      if (node.type === 'pair' && /^["']format["']$/.test(node.childForFieldName('key')!.text)) {
        return node.childForFieldName('value');
      }
      const isFormat = node.type === 'keyword_argument' && node.childForFieldName('name')!.text === 'format';
      return isFormat ? node.childForFieldName('value') : null;
    })
    .filter((node) => node !== null)
    .map((format) => inFormat(format));
  const reason = formats.find((one) => typeof one === 'string' && one !== already);
  if (typeof reason === 'string') return { refusal: reason };
  return () => {
    const names = new ModuleNames(file, call);
    const item = `patcher=${defined(file, names)}`;
    const edits = formats.filter((one): one is TextEdit[] => typeof one !== 'string').flat();
    return combined([...names.edits(), ...edits, ...appended(file, call, item)]);
  };
}

function inFormat(format: Node): TextEdit[] | string {
  const value = valueOf(format);
  return hasIds(value) ? already : idsBeforeMessage(value, ids, field);
}

function defined(file: ParsedFile, names: ModuleNames): string {
  const trace = names.use('opentelemetry', 'trace');
  const quote = quoteOf(file.text);
  const extra = (key: string): string => `\trecord[${quote}extra${quote}][${quote}${key}${quote}]`;
  return names.define('add_trace_ids', (name) => [
    `def ${name}(record):`,
    '\t"""Adds the ids of the current span to a record."""',
    `\tspan = ${trace}.get_current_span().get_span_context()`,
    `${extra('trace_id')} = ${trace}.format_trace_id(span.trace_id)`,
    `${extra('span_id')} = ${trace}.format_span_id(span.span_id)`,
  ]);
}

function statementOf(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) if (outer.type === 'expression_statement') return outer;
  return undefined;
}
