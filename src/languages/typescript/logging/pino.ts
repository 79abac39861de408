import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { appended } from '../../appended.ts';
import { argumentsOf } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { idsAsProperties } from './ids.ts';
import { valueOf } from './valueOf.ts';

/** A destination, which may stand where the options would. */
const destination =
  /\.(?:destination|transport|multistream)\(|^process\.std(?:out|err)$|\bcreateWriteStream\(/;

/** Whether what is spread is written here, as in `...(isLocal && { transport })`. */
function isWritten(node: Node): boolean {
  switch (node.type) {
    case 'spread_element':
    case 'parenthesized_expression':
      return isWritten(node.firstNamedChild!);
    case 'binary_expression':
      return isWritten(node.childForFieldName('right')!);
    case 'ternary_expression':
      return ['consequence', 'alternative'].every((branch) => isWritten(node.childForFieldName(branch)!));
    case 'object':
      return node.namedChildren.every(({ type }) => type !== 'spread_element');
    default:
      return /^(?:undefined|null|false)$/.test(node.text);
  }
}

/** `mixin` among the options: its properties go into every line. */
export function inPino(file: ParsedFile, call: Node): Attempt {
  const first = argumentsOf(call)[0];
  const options = first && valueOf(file, first);
  const isDestination = options !== undefined && destination.test(options.text) && options.type !== 'object';
  if (options && !isDestination && options.type !== 'object') {
    return {
      refusal: `Whether \`${first.text}\` has a mixin already cannot be seen in this file: write the options here.`,
    };
  }
  if (options?.type === 'object') {
    if (/trace_?id/i.test(options.text)) return { refusal: 'This log has the trace and span ids already.' };
    if (/\bmixin\b/.test(options.text)) {
      return { refusal: 'There is a mixin already, and there can be one: add the ids there.' };
    }
    if (options.namedChildren.some((child) => child.type === 'spread_element' && !isWritten(child))) {
      return { refusal: 'Some options come from elsewhere, which may have a mixin: write them here.' };
    }
  }
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const item = `mixin: ${idsAsProperties(names, style)}`;
    return combined([...added(item), ...names.edits()]);
  };

  function added(item: string): TextEdit[] {
    if (options?.type === 'object') return appended(file, options, item);
    const start = call.childForFieldName('arguments')!.startIndex + 1;
    return [{ start, end: start, text: `{ ${item} }${first ? ', ' : ''}` }];
  }
}
