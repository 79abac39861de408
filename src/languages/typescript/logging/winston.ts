import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import { indentationOf, lineEnding } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argumentsOf, calleeName, property } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { idsAsProperties } from './ids.ts';
import { valueOf } from './valueOf.ts';

/** A format before the one that makes text of an entry; what `printf` prints by hand gets the ids as well. */
export function inWinston(file: ParsedFile, call: Node): Attempt {
  const first = argumentsOf(call)[0];
  const options = first && valueOf(file, first);
  if (options?.type !== 'object') return { refusal: 'The options stand elsewhere: write them here.' };
  if (/trace_?ids?\b/i.test(options.text)) return { refusal: 'This log has the trace and span ids already.' };
  const given = property(options, 'format');
  const isShort = options.namedChildren.some((child) => child.text === 'format');
  const isSpread = options.namedChildren.some((child) => child.type === 'spread_element');
  if (isShort || (!given && isSpread)) {
    return { refusal: 'The format comes from elsewhere: write it here, as `format: …`.' };
  }
  const format = given && valueOf(file, given);
  const printed = printers(file, [options, ...(format ? [format] : [])]).map(idsInLine);
  const reason = printed.find((one) => typeof one === 'string');
  if (reason !== undefined) return { refusal: reason };
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const object = call.childForFieldName('function')!.childForFieldName('object')?.text;
    const formats = object === undefined ? names.use('format', 'winston') : `${object}.format`;
    const item = `${formats}((info) => Object.assign(info, ${idsAsProperties(names, style)}()))()`;
    const edits = format
      ? before(file, format, formats, item)
      : appended(file, options, `format: ${formats}.combine(${item}, ${formats}.json())`);
    return combined([...edits, ...(printed as TextEdit[][]).flat(), ...names.edits()]);
  };
}

/** Before the last format that `combine` combines, or combined with the only one. */
function before(file: ParsedFile, format: Node, formats: string, item: string): TextEdit[] {
  const last = calleeName(format) === 'combine' ? argumentsOf(format).at(-1) : undefined;
  if (!last) {
    const { startIndex: start, endIndex: end } = format;
    return [
      { start, end: start, text: `${formats}.combine(${item}, ` },
      { start: end, end, text: ')' },
    ];
  }
  const isBroken = last.startPosition.row > format.startPosition.row;
  const between = isBroken ? lineEnding(file.text) + indentationOf(file.text, last.startIndex) : ' ';
  return [{ start: last.startIndex, end: last.startIndex, text: `${item},${between}` }];
}

/** The functions that `printf` is given, in the nodes and in the constants that they name. */
function printers(file: ParsedFile, nodes: readonly Node[]): Node[] {
  const named = nodes.flatMap((node) =>
    node
      .descendantsOfType('identifier')
      .map((one) => valueOf(file, one))
      .filter((one) => one.type === 'call_expression'),
  );
  const calls = [...nodes.flatMap((node) => node.descendantsOfType('call_expression')), ...nodes, ...named];
  const found = calls.filter((one) => one.type === 'call_expression' && calleeName(one) === 'printf');
  const unique = [...new Map(found.map((one) => [one.id, one])).values()];
  return unique.flatMap((one) =>
    argumentsOf(one)
      .slice(0, 1)
      .map((code) => valueOf(file, code)),
  );
}

/** The ids before the message of the template that a function of `printf` gives; or why that cannot be. */
function idsInLine(code: Node): TextEdit[] | string {
  const unclear = 'What printf prints cannot be seen here: write it as `printf((info) => `…`)`.';
  if (!isFunction(code)) return unclear;
  const message = code.descendantsOfType('template_substitution').find((one) => /\bmessage\b/.test(one.text));
  const parameter =
    code.childForFieldName('parameter') ?? code.childForFieldName('parameters')?.firstNamedChild;
  const pattern = parameter?.childForFieldName('pattern') ?? parameter;
  if (!message || !pattern) return unclear;
  const at = { start: message.startIndex, end: message.startIndex };
  const ids = (from: string): string =>
    `[trace_id=\${${from}trace_id ?? '-'} span_id=\${${from}span_id ?? '-'}] `;
  if (pattern.type === 'identifier') return [{ ...at, text: ids(`${pattern.text}.`) }];
  if (pattern.type !== 'object_pattern') return unclear;
  const rest = pattern.namedChildren.findLast((child) => child.type !== 'comment');
  const isRest = rest?.type === 'rest_pattern';
  const taken: TextEdit = isRest
    ? { ...rangeOf(rest), end: rest.startIndex, text: 'trace_id, span_id, ' }
    : { start: rest!.endIndex, end: rest!.endIndex, text: ', trace_id, span_id' };
  return [taken, { ...at, text: ids('') }];
}
