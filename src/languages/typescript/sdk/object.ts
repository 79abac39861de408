import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import { indentationOf, lineEnding, stepped } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import type { Style } from '../style.ts';

/** The longest line that Prettier leaves as it is. */
const WIDTH = 80;

/** The object that a call or `new` of one of the names gets first, and the call; the object is missing in `new X()`. */
export function optionsOf(
  { tree }: ParsedFile,
  names: RegExp,
): { readonly call: Node; readonly options: Node | undefined } | undefined {
  for (const call of nodesOf(tree, 'new_expression', 'call_expression')) {
    const callee = call.childForFieldName('constructor') ?? call.childForFieldName('function');
    if (!names.test(callee?.text ?? '')) continue;
    const first = call.childForFieldName('arguments')?.firstNamedChild;
    if (!first) return { call, options: undefined };
    if (first.type === 'object') return { call, options: first };
  }
  return undefined;
}

/** The value of a property; the property itself where it is shorthand. */
export function propertyOf(
  object: Node,
  name: string,
): { readonly pair: Node; readonly value: Node } | undefined {
  for (const pair of object.namedChildren) {
    if (pair.type === 'shorthand_property_identifier' && pair.text === name) return { pair, value: pair };
    const key = pair.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '');
    const value = pair.childForFieldName('value');
    if (key === name && value) return { pair, value };
  }
  return undefined;
}

/** Lines added as the last member of an object or the last element of an array; a tab stands for one step. */
export function appended(
  { text }: ParsedFile,
  list: Node,
  lines: readonly string[],
  { unit }: Style,
  place: 'first' | 'last' = 'last',
): TextEdit {
  const eol = lineEnding(text);
  const members = list.namedChildren.filter((child) => child.type !== 'comment');
  const closing = list.lastChild!;
  const outer = indentationOf(text, closing.startIndex);
  const isOpen = list.startPosition.row < closing.startPosition.row;
  const [first] = members;
  const last = members.at(-1);
  const inner = isOpen && first ? indentationOf(text, first.startIndex) : outer + unit;
  const written = lines.map((line) => inner + stepped(line, unit));
  if (!first || !last) {
    const start = list.firstChild!.endIndex;
    return { start, end: closing.startIndex, text: `${eol}${written.join(eol)}${eol}${outer}` };
  }
  if (!isOpen) {
    const flat = lines
      .map((line) => line.trim())
      .join(' ')
      .replace(/,$/, '');
    const column = closing.endPosition.column + flat.length + 2;
    if (column > WIDTH) {
      const own = members.map((member) => `${inner}${member.text},`);
      const all = place === 'first' ? [...written, ...own] : [...own, ...written];
      return {
        start: list.startIndex + 1,
        end: closing.startIndex,
        text: `${eol}${all.join(eol)}${eol}${outer}`,
      };
    }
    return place === 'first'
      ? { start: first.startIndex, end: first.startIndex, text: `${flat}, ` }
      : { start: last.endIndex, end: last.endIndex, text: `, ${flat}` };
  }
  if (place === 'first') {
    const start = list.firstChild!.endIndex;
    return { start, end: start, text: eol + written.join(eol) };
  }
  const comma = last.nextSibling?.type === ',' ? last.nextSibling : undefined;
  const at = (comma ?? last).endIndex;
  return { start: at, end: at, text: `${comma ? '' : ','}${eol}${written.join(eol)}` };
}

/** The arguments of a call that has none: an object of the lines. */
export function newOptions(
  { text }: ParsedFile,
  call: Node,
  lines: readonly string[],
  { unit }: Style,
): TextEdit {
  const eol = lineEnding(text);
  const base = indentationOf(text, call.startIndex);
  const written = lines.map((line) => base + unit + stepped(line, unit));
  const start = call.childForFieldName('arguments')?.startIndex ?? call.endIndex;
  return { start, end: call.endIndex, text: `({${eol}${written.join(eol)}${eol}${base}})` };
}
