import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argument, argumentsOf } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { hasIds, idsBeforeMessage } from './format.ts';
import { valueOf } from './valueOf.ts';

/** The names that OpenTelemetry's own instrumentation of logging gives to these fields. */
export const ids = ['otelTraceID', 'otelSpanID'] as const;
const prefix = `[trace_id=%(${ids[0]})s span_id=%(${ids[1]})s] `;
const already = { refusal: 'This log has the trace and span ids already.' };

/** `basicConfig(format=…)`; without one it is the library's own. */
export function inBasicConfig(file: ParsedFile, call: Node): Attempt {
  const { keyword } = argumentsOf(call);
  const format = keyword.get('format');
  if (format) return inFormats(file, call, [format]);
  const isUnclear = keyword.has('style') || hasDictionary(call);
  if (isUnclear) return { refusal: 'What the format is cannot be seen here: pass `format` first.' };
  return added(file, call, `format=`, `%(levelname)s:%(name)s:${prefix}%(message)s`);
}

/** `Formatter(…)`; without a format it is the message. */
export function inFormatter(file: ParsedFile, call: Node): Attempt {
  const args = argumentsOf(call);
  const format = argument(args, 0, 'fmt') ?? args.keyword.get('format');
  if (format) return inFormats(file, call, [format]);
  if (args.keyword.size > 0 || hasDictionary(call)) {
    return { refusal: 'What the format is cannot be seen here: pass it first.' };
  }
  return added(file, call, '', `${prefix}%(message)s`);
}

/** All formats in the dictionary of `dictConfig`. */
export function inDictionary(file: ParsedFile, node: Node): Attempt {
  const given = node.type === 'call' ? argumentsOf(node).positional[0] : node;
  const dictionary = given && valueOf(given);
  if (dictionary?.type !== 'dictionary') {
    return { refusal: 'The dictionary stands elsewhere: place the cursor in it.' };
  }
  const formats = [...descendants(dictionary)]
    .filter(
      (pair) => pair.type === 'pair' && /^["'](?:format|fmt)["']$/.test(pair.childForFieldName('key')!.text),
    )
    .map((pair) => pair.childForFieldName('value')!);
  return formats.length > 0
    ? inFormats(file, node, formats)
    : { refusal: 'No formatter here has a `format`: write one first.' };
}

function inFormats(file: ParsedFile, node: Node, formats: readonly Node[]): Attempt {
  const values = formats.map((format) => valueOf(format));
  const open = values.filter((value) => !hasIds(value));
  if (open.length === 0) return already;
  const edits = open.map((value) => idsBeforeMessage(value, ids));
  const reason = edits.find((one) => typeof one === 'string');
  if (reason !== undefined) return { refusal: reason };
  return () => combined([...(edits as TextEdit[][]).flat(), ...fields(file, node)]);
}

function added(file: ParsedFile, call: Node, name: string, format: string): Attempt {
  const quote = quoteOf(file.text);
  return () => combined([...appended(file, call, `${name}${quote}${format}${quote}`), ...fields(file, call)]);
}

/** What gives every record its ids, unless the official instrumentation does. */
export function fields(file: ParsedFile, node: Node): TextEdit[] {
  if (/\bLoggingInstrumentor\(/.test(file.text)) return [];
  const names = new ModuleNames(file, node);
  const logging = names.useModule('logging');
  const trace = names.use('opentelemetry', 'trace');
  names.define('record_with_trace', (name) => [
    `def ${name}(*args, make_record=${logging}.getLogRecordFactory(), **kwargs):`,
    '\t"""A log record with the ids of the current span."""',
    '\trecord = make_record(*args, **kwargs)',
    `\tspan = ${trace}.get_current_span().get_span_context()`,
    `\trecord.${ids[0]} = ${trace}.format_trace_id(span.trace_id)`,
    `\trecord.${ids[1]} = ${trace}.format_span_id(span.span_id)`,
    '\treturn record',
    '',
    '',
    `${logging}.setLogRecordFactory(${name})`,
  ]);
  return names.edits();
}

function hasDictionary(call: Node): boolean {
  return call
    .childForFieldName('arguments')!
    .namedChildren.some((child) => child.type === 'dictionary_splat');
}
