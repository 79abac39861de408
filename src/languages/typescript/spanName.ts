import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { entriesAdded } from '../entries.ts';
import type { Attempt, Refusal } from '../idioms/attempt.ts';
import type { GivenName, NameHole, SpanNameIdioms } from '../idioms/spanName.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsOf, calleeName, property } from './calls.ts';
import { entersSameScope, isFunction } from './functions.ts';
import { isAlone, linesBeside } from './statements.ts';
import { quoted, styleOf, type Style } from './style.ts';
import { attributeValue } from './values.ts';

type Part = string | NameHole;

const namers = /^(?:startActiveSpan|startSpan|updateName)$/;

const nameAt: SpanNameIdioms['nameAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const isStatement = /^(?:\w+_statement|lexical_declaration|variable_declaration)$/.test(node.type);
    const inside = isStatement ? [...descendants(node, entersSameScope)] : [node];
    const call = inside.find((child) => child.type === 'call_expression' && namers.test(calleeName(child)));
    if (call) return nameOf(file, call);
    if (isStatement || isFunction(node)) return undefined;
  }
  return undefined;
};

function nameOf(file: ParsedFile, call: Node): GivenName | Refusal | undefined {
  const [name] = argumentsOf(call);
  if (!name) return undefined;
  if (isBroken(call)) return { refusal: 'There is a syntax error in or beside this call: mend it first.' };
  const parts = partsOf(name);
  if (!parts) return { refusal: `\`${name.text}\` is made elsewhere: change it where it is made.` };
  return {
    range: rangeOf(name),
    parts,
    rename: (wanted, attributes) => rename(file, call, name, wanted, attributes),
  };
}

function rename(
  file: ParsedFile,
  call: Node,
  name: Node,
  wanted: readonly Part[],
  attributes: ReadonlyMap<string, NameHole>,
): Attempt {
  const style = styleOf(file, call);
  const named: TextEdit = { ...rangeOf(name), text: literalOf(wanted, style) };
  if (attributes.size === 0) return () => [named];
  if (calleeName(call) === 'updateName') {
    const statement = call.parent!;
    if (statement.type !== 'expression_statement' || !isAlone(file, statement)) {
      return { refusal: 'Give this call a line of its own first, so that the attributes can follow it.' };
    }
    const access = call.childForFieldName('function')!.text.replace(/updateName$/, '');
    const lines = [...attributes].map(
      ([key, hole]) =>
        `${access}setAttribute(${quoted(key, style.quote)}, ${attributeValue(hole.text, call)})${style.semicolon}`,
    );
    return () => [named, linesBeside(file, statement, 'below', lines, style)];
  }
  const options = argumentsOf(call)[1];
  const place = placeFor(file, name, options);
  if (typeof place !== 'function') return place;
  const there = property(options, 'attributes')?.namedChildren.map((pair) =>
    pair.childForFieldName('key')?.text.replace(/^["']|["']$/g, ''),
  );
  const entries = [...attributes]
    .filter(([key]) => !there?.includes(key))
    .map(([key, hole]) => {
      const value = attributeValue(hole.text, call);
      const bare = /^[\p{L}_$][\p{L}\d_$]*$/u.test(key);
      return bare && key === value ? key : `${bare ? key : quoted(key, style.quote)}: ${value}`;
    });
  return () => (entries.length === 0 ? [named] : [named, place(entries)]);
}

/** Where attributes go: into those that are there, into the options, or into options of their own. */
function placeFor(
  file: ParsedFile,
  name: Node,
  options: Node | undefined,
): ((entries: readonly string[]) => TextEdit) | Refusal {
  if (!options || isFunction(options)) {
    const at = name.endIndex;
    return (entries) => ({ start: at, end: at, text: `, { attributes: { ${entries.join(', ')} } }` });
  }
  const attributes = property(options, 'attributes');
  const isOpen =
    options.type === 'object' &&
    options.namedChildren.every((child) => child.type === 'pair' || child.type === 'comment');
  if (!isOpen || (attributes && attributes.type !== 'object')) {
    const text = attributes?.text ?? options.text;
    return {
      refusal: `The attributes are made elsewhere (\`${text}\`): write them as an object here first.`,
    };
  }
  return attributes
    ? (entries) => entriesAdded(file, attributes, entries, ' ')
    : (entries) => entriesAdded(file, options, [`attributes: { ${entries.join(', ')} }`], ' ');
}

/** The pieces of an expression that makes a text; undefined where it is none. */
function partsOf(node: Node): Part[] | undefined {
  switch (node.type) {
    case 'string':
      return [plain(node.text.slice(1, -1))];
    case 'template_string':
      return node.namedChildren.map((child) =>
        child.type === 'template_substitution' ? holeOf(child.firstNamedChild!) : plain(child.text),
      );
    case 'parenthesized_expression':
    case 'as_expression':
      return node.firstNamedChild ? partsOf(node.firstNamedChild) : undefined;
    case 'binary_expression': {
      if (node.childForFieldName('operator')?.text !== '+') return undefined;
      const [left, right] = [node.childForFieldName('left')!, node.childForFieldName('right')!];
      const [before, after] = [partsOf(left), partsOf(right)];
      return before || after ? [...(before ?? [holeOf(left)]), ...(after ?? [holeOf(right)])] : undefined;
    }
    default:
      return undefined;
  }
}

function holeOf(node: Node): NameHole {
  return {
    text: node.text,
    path: pathOf(node),
    isFixed: /^[A-Z][A-Z\d_]*$|(?:^|\.)constructor\.name$/.test(node.text),
    isPure: ![node, ...descendants(node)].some((inner) =>
      /^(?:call_expression|await_expression|new_expression|assignment_expression|update_expression)$/.test(
        inner.type,
      ),
    ),
  };
}

/** The names that say what a value is, without `this` and without functions that only convert it. */
function pathOf(node: Node): string[] {
  switch (node.type) {
    case 'identifier':
      return [node.text];
    case 'member_expression': {
      const name = node.childForFieldName('property')!.text.replace(/^#/, '');
      return [...pathOf(node.childForFieldName('object')!), /^(?:length|size)$/.test(name) ? 'count' : name];
    }
    case 'subscript_expression': {
      const key = node.childForFieldName('index');
      const word = key?.type === 'string' ? key.text.slice(1, -1) : undefined;
      return [...pathOf(node.childForFieldName('object')!), ...(word === undefined ? [] : [word])];
    }
    case 'call_expression':
      return ofCall(node);
    case 'await_expression':
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
      return node.firstNamedChild ? pathOf(node.firstNamedChild) : [];
    default:
      return [];
  }
}

function ofCall(call: Node): string[] {
  const name = calleeName(call);
  const object = call.childForFieldName('function')?.childForFieldName('object');
  const [first] = argumentsOf(call);
  if (!object && first && /^(?:String|Number)$/.test(name)) return pathOf(first);
  if (object && /^(?:to[A-Z]\w*|trim)$/.test(name)) return pathOf(object);
  return [...(object ? pathOf(object) : []), name.replace(/^get(?=[A-Z])/, '')];
}

function literalOf(parts: readonly Part[], style: Style): string {
  if (parts.every((part) => typeof part === 'string')) return quoted(parts.join(''), style.quote);
  const inner = parts.map((part) =>
    typeof part === 'string' ? part.replace(/[\\`]|\$\{/g, '\\$&') : `\${${part.text}}`,
  );
  return `\`${inner.join('')}\``;
}

function plain(text: string): string {
  return text.replace(/\\([\\'"`$])/g, '$1');
}

export const spanName: SpanNameIdioms = { nameAt };
