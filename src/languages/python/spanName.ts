import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import { entriesAdded } from '../entries.ts';
import type { Attempt, Refusal } from '../idioms/attempt.ts';
import type { GivenName, NameHole, SpanNameIdioms } from '../idioms/spanName.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsWith } from './argumentList.ts';
import { argument, argumentsOf, calleeName } from './calls.ts';
import { entersSameScope } from './functions.ts';
import { isAlone, linesAfter } from './statements.ts';
import { stringLiteral, quoteOf } from './strings.ts';
import { attributeValue } from './values.ts';

type Part = string | NameHole;

const starts = /^(?:start_as_current_span|start_span)$/;
const namers = /^(?:start_as_current_span|start_span|update_name)$/;

const nameAt: SpanNameIdioms['nameAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (node.type === 'block' || !entersSameScope(node)) return undefined;
    const isHead =
      node.type === 'with_statement' || /^(?:expression|return)_statement$|^decorator$/.test(node.type);
    const inside = isHead
      ? [...descendants(node, (child) => entersSameScope(child) && child.type !== 'block')]
      : [node];
    const call = inside.find((child) => child.type === 'call' && namers.test(calleeName(child)));
    if (call) return nameOf(file, call);
    if (isHead) return undefined;
  }
  return undefined;
};

function nameOf(file: ParsedFile, call: Node): GivenName | Refusal | undefined {
  const name = argument(argumentsOf(call), 0, 'name');
  if (!name) return undefined;
  if (isBroken(call)) return { refusal: 'There is a syntax error in or beside this call: mend it first.' };
  for (const outer of selfAndAncestors(call)) {
    if (outer.type === 'decorator') {
      return { refusal: 'A decorator is called once, before the function is: its name cannot vary by call.' };
    }
    if (/_statement$/.test(outer.type)) break;
  }
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
  const quote = quoteOf(file.text);
  const named: TextEdit = { ...rangeOf(name), text: literalOf(wanted, quote) };
  const value = (hole: NameHole): string => attributeValue(hole.text, call);
  if (!starts.test(calleeName(call))) {
    const statement = call.parent!;
    if (attributes.size === 0) return () => [named];
    if (statement.type !== 'expression_statement' || !isAlone(file, statement)) {
      return { refusal: 'Give this call a line of its own first, so that the attributes can follow it.' };
    }
    const span = call.childForFieldName('function')!.childForFieldName('object')!.text;
    const lines = [...attributes].map(
      ([key, hole]) => `${span}.set_attribute(${quote}${key}${quote}, ${value(hole)})`,
    );
    return () => [named, linesAfter(file, statement, lines)];
  }
  const args = argumentsOf(call);
  const there = argument(args, 3, 'attributes');
  if (there && there.type !== 'dictionary') {
    return {
      refusal: `The attributes are made elsewhere (\`${there.text}\`): write them as a dictionary here first.`,
    };
  }
  const keys = there?.namedChildren.map((pair) =>
    pair.childForFieldName('key')?.text.replace(/^["']|["']$/g, ''),
  );
  const entries = [...attributes]
    .filter(([key]) => !keys?.includes(key))
    .map(([key, hole]) => `${quote}${key}${quote}: ${value(hole)}`);
  if (entries.length === 0) return () => [named];
  const list = call.childForFieldName('arguments')!;
  return () =>
    there
      ? argumentsWith(file, list, [named, entriesAdded(file, there, entries)], [])
      : argumentsWith(file, list, [named], [`attributes={${entries.join(', ')}}`]);
}

/** The pieces of an expression that makes a text; undefined where it is none. */
function partsOf(node: Node): Part[] | undefined {
  switch (node.type) {
    case 'string':
      return node.namedChildren.flatMap((child): Part[] => {
        if (child.type === 'string_content') return [plain(child.text)];
        const inner = child.childForFieldName('expression');
        return inner ? [holeOf(inner)] : [];
      });
    case 'concatenated_string':
    case 'parenthesized_expression': {
      const all = node.namedChildren.map(partsOf);
      return all.every((one) => one !== undefined) ? all.flat() : undefined;
    }
    case 'binary_operator':
      return ofOperator(node);
    case 'call':
      return ofFormat(node);
    default:
      return undefined;
  }
}

function ofOperator(node: Node): Part[] | undefined {
  const [left, right] = [node.childForFieldName('left')!, node.childForFieldName('right')!];
  const operator = node.childForFieldName('operator')?.text;
  if (operator === '+') {
    const [before, after] = [partsOf(left), partsOf(right)];
    return before || after ? [...(before ?? [holeOf(left)]), ...(after ?? [holeOf(right)])] : undefined;
  }
  const template = operator === '%' ? partsOf(left) : undefined;
  if (template?.length !== 1 || typeof template[0] !== 'string') return undefined;
  const values = right.type === 'tuple' ? right.namedChildren : [right];
  return filled(template[0].split(/%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/), values);
}

/** `'order {}'.format(order)`, with `{0}` and `{order}` too. */
function ofFormat(call: Node): Part[] | undefined {
  const text = call.childForFieldName('function')?.childForFieldName('object');
  const template = calleeName(call) === 'format' && text ? partsOf(text) : undefined;
  if (template?.length !== 1 || typeof template[0] !== 'string') return undefined;
  const { positional, keyword } = argumentsOf(call);
  const fields = [...template[0].matchAll(/\{(\w*)(?:![rsa])?(?::[^{}]*)?\}/g)].map((match) => match[1]!);
  const values = fields.map((field, i) => keyword.get(field) ?? positional[field === '' ? i : Number(field)]);
  if (values.some((value) => value === undefined)) return undefined;
  return filled(template[0].split(/\{[^{}]*\}/), values as Node[]);
}

function filled(texts: readonly string[], values: readonly Node[]): Part[] | undefined {
  if (texts.length !== values.length + 1) return undefined;
  return texts.flatMap((text, i): Part[] => [
    text,
    ...(values[i] ? (partsOf(values[i]) ?? [holeOf(values[i])]) : []),
  ]);
}

function holeOf(node: Node): NameHole {
  const text = node.text;
  return {
    text,
    path: pathOf(node),
    isFixed: /^[A-Z][A-Z\d_]*$/.test(text) || /(?:^|\.)__(?:qual)?name__$/.test(text),
    isPure: ![node, ...descendants(node)].some((inner) =>
      /^(?:call|await|named_expression)$/.test(inner.type),
    ),
  };
}

/** The names that say what a value is, without `self` and without functions that only convert it. */
function pathOf(node: Node): string[] {
  switch (node.type) {
    case 'identifier':
      return /^(?:self|cls)$/.test(node.text) ? [] : [node.text];
    case 'attribute':
      return [...pathOf(node.childForFieldName('object')!), node.childForFieldName('attribute')!.text];
    case 'subscript': {
      const key = node.childForFieldName('subscript');
      const word = key?.type === 'string' ? key.text.replace(/^\w?["']|["']$/g, '') : undefined;
      return [...pathOf(node.childForFieldName('value')!), ...(word === undefined ? [] : [word])];
    }
    case 'call':
      return ofCall(node);
    case 'await':
    case 'parenthesized_expression':
      return node.firstNamedChild ? pathOf(node.firstNamedChild) : [];
    default:
      return [];
  }
}

function ofCall(call: Node): string[] {
  const name = calleeName(call);
  const object = call.childForFieldName('function')?.childForFieldName('object');
  const [first] = argumentsOf(call).positional;
  if (!object && first && name === 'len') return [...pathOf(first), 'count'];
  if (!object && first && /^(?:str|int|float|repr|format)$/.test(name)) return pathOf(first);
  if (object && /^(?:lower|upper|strip|title|capitalize|hex)$/.test(name)) return pathOf(object);
  return [...(object ? pathOf(object) : []), name.replace(/^get_/, '')];
}

function literalOf(parts: readonly Part[], quote: string): string {
  if (parts.every((part) => typeof part === 'string')) return stringLiteral(parts.join(''), quote);
  const inner = parts.map((part) =>
    typeof part === 'string'
      ? stringLiteral(part, quote).slice(1, -1).replace(/[{}]/g, '$&$&')
      : `{${part.text}}`,
  );
  return `f${quote}${inner.join('')}${quote}`;
}

function plain(text: string): string {
  return text.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)).replace(/\\([\\'"])/g, '$1');
}

export const spanName: SpanNameIdioms = { nameAt };
