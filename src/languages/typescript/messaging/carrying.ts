import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import type { ModuleNames } from '../moduleNames.ts';
import type { Style } from '../style.ts';

/** How the context gets into a message: statements above the call that sends it, and edits of the call. */
export interface Carrying {
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** Makes it when somebody wants it; or why the context cannot be put there. */
export type Carry = ((names: ModuleNames, style: Style) => Carrying) | Refusal;

/** A call that sends a message. */
export interface Send {
  readonly file: ParsedFile;
  readonly call: Node;
  readonly args: readonly Node[];
}

/** `const headers = {}` and the context in it. */
export function injected(
  names: ModuleNames,
  { typed, semicolon }: Style,
  variable: string,
  setter?: string,
  type = 'Record<string, string>',
): string[] {
  return [
    `const ${variable}${typed ? `: ${type}` : ''} = {}${semicolon}`,
    `${inject(names, variable, setter)}${semicolon}`,
  ];
}

export function inject(names: ModuleNames, carrier: string, setter?: string): string {
  const [propagation, context] = [names.use('propagation'), names.use('context')];
  return `${propagation}.inject(${context}.active(), ${carrier}${setter === undefined ? '' : `, ${setter}`})`;
}

/** The value of a property, a shorthand one included; nothing where the object has none of that name. */
export function valueIn(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'object') return undefined;
  for (const child of object.namedChildren) {
    if (child.type === 'shorthand_property_identifier' && child.text === name) return child;
    const key = child.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '');
    if (key === name) return child.childForFieldName('value') ?? undefined;
  }
  return undefined;
}

/** Entries of the object `added` in the property `name` of an object, beside what it has there. */
export function merged(file: ParsedFile, object: Node, name: string, added: string): TextEdit[] {
  const value = valueIn(object, name);
  if (!value) {
    const spread = object.namedChildren.filter(({ type }) => type === 'spread_element').at(-1);
    // What is spread in may bring a property of that name.
    const before = spread?.firstNamedChild;
    const entry = before
      ? `${name}: { ...${before.text}${/^\w+$/.test(before.text) ? '?' : ''}.${name}, ...${added} }`
      : name === added
        ? name
        : `${name}: ${added}`;
    return appended(file, object, entry);
  }
  if (value.type === 'object') return appended(file, value, `...${added}`);
  const both = `{ ...${value.text}, ...${added} }`;
  const isShorthand = value.type === 'shorthand_property_identifier';
  return [{ ...rangeOf(value), text: isShorthand ? `${name}: ${both}` : both }];
}

/** The same in an argument that is an object with that property, or that is not there yet. */
export function mergedInArgument(
  { file, call, args }: Send,
  index: number,
  name: string,
  added: string,
): TextEdit[] {
  const list = call.childForFieldName('arguments')!;
  const entry = name === added ? name : `${name}: ${added}`;
  const given = args[index];
  if (!given) {
    const missing = Array.from({ length: index - args.length }, () => 'undefined');
    return appended(file, list, [...missing, `{ ${entry} }`].join(', '));
  }
  if (given.type === 'object') return merged(file, given, name, added);
  if (given.text === 'undefined') return [{ ...rangeOf(given), text: `{ ${entry} }` }];
  return [
    { ...rangeOf(given), text: `{ ...${given.text}, ${name}: { ...${given.text}?.${name}, ...${added} } }` },
  ];
}
