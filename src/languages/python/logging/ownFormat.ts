import type { Node } from 'web-tree-sitter';
import { appended } from '../../appended.ts';
import { combined, type TextRange } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { calleeName } from '../calls.ts';
import { qualifiedNames } from '../qualified.ts';
import { hasIds } from './format.ts';
import { fields, ids } from './standard.ts';

const message = /\.getMessage\(\)|\b\w+\.(?:message|msg)\b|\bsuper\(\)\.format\(/;

/** What `format` of a formatter of the program's own makes of a record: a dictionary with the message in it. */
export function ownFormat(
  file: ParsedFile,
  selection: TextRange,
  formatters: readonly string[],
): Node | undefined {
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (around.type !== 'class_definition') continue;
    const bases = around.childForFieldName('superclasses')?.namedChildren ?? [];
    if (!bases.some((base) => formatters.includes(qualifiedNames(file)(base) ?? ''))) return undefined;
    const method = around
      .childForFieldName('body')
      ?.namedChildren.find((one) => one.childForFieldName('name')?.text === 'format');
    return [...(method ? descendants(method) : [])].find(
      (node) =>
        (node.type === 'dictionary' || (node.type === 'call' && calleeName(node) === 'dict')) &&
        message.test(node.text),
    );
  }
  return undefined;
}

/** The ids of the record as items of the dictionary. */
export function inOwnFormat(file: ParsedFile, dictionary: Node): Attempt {
  if (isBroken(dictionary)) return { refusal: 'There is a syntax error in or beside this: mend it first.' };
  if (hasIds(dictionary)) return { refusal: 'This log has the trace and span ids already.' };
  const method = [...selfAndAncestors(dictionary)].find(({ type }) => type === 'function_definition');
  const parameter = method?.childForFieldName('parameters')?.namedChildren[1];
  const record = parameter?.descendantsOfType('identifier')[0]?.text ?? 'record';
  const quote = /["']/.exec(dictionary.text)?.[0] ?? '"';
  const item = (key: string, id: string): string => {
    // The type of a record does not know it.
    const value = `getattr(${record}, ${quote}${id}${quote}, None)`;
    return dictionary.type === 'call' ? `${key}=${value}` : `${quote}${key}${quote}: ${value}`;
  };
  return () =>
    combined([
      ...appended(file, dictionary, item('trace_id', ids[0])),
      ...appended(file, dictionary, item('span_id', ids[1])),
      ...fields(file, dictionary),
    ]);
}
