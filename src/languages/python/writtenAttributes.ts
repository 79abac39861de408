import type { Node } from 'web-tree-sitter';
import { formerName } from '../../semconv/renaming.ts';
import { combined, type TextEdit } from '../edit.ts';
import type { NewAttribute, WrittenAttribute, WrittenAttributeIdioms } from '../idioms/writtenAttributes.ts';
import type { ParsedFile } from '../parsed.ts';
import { nodesOf } from '../nodesOf.ts';
import { perTree } from '../perTree.ts';
import { withoutLines } from '../removed.ts';
import { selfAndAncestors } from '../syntax.ts';
import { refusal, rewritten, WrittenIn, type Writing, type Written } from '../writtenAttribute.ts';
import { argument, argumentsOf, calleeName } from './calls.ts';
import { qualifiedNames } from './qualified.ts';
import { entered, scopeOf, withItems } from './spanScope.ts';
import { isAlone } from './statements.ts';
import { quoteOf, stringLiteral, stringParts } from './strings.ts';
import { typeOf } from './values.ts';
import { literal } from '../spanName.ts';

const writing: Writing = {
  computes: /^(?:call|await|yield|named_expression|lambda)$/,
  // The path of `http.server` has its query in it.
  paths: /^(?!self\.)[\w.]+\.path$/,
  literalOf: (value) => (value.type === 'string' ? literal(stringParts(value)) : undefined),
  kindOf: (start) => {
    const { keyword, positional } = argumentsOf(start);
    return (keyword.get('kind') ?? positional[2])?.text;
  },
  homeOf,
};

/** Functions whose argument is a dictionary of attributes, and its place. */
const takers: Readonly<Record<string, number>> = {
  set_attributes: 0,
  add_event: 1,
  add_link: 1,
  Link: 1,
  create: 0,
  Resource: 0,
  add: 1,
  record: 1,
};

const all = perTree((file: ParsedFile): readonly Written[] => {
  const qualified = qualifiedNames(file);
  const nameOf = (key: Node | null): string | undefined => {
    if (!key) return undefined;
    if (key.type === 'string') return literal(stringParts(key));
    const full = qualified(key);
    return full?.startsWith('opentelemetry.semconv') ? formerName(full.split('.').at(-1)!) : undefined;
  };
  const found = new WrittenIn(writing);
  const seen = new Set<number>();
  for (const call of nodesOf(file.tree, 'call')) {
    const callee = calleeName(call);
    const place = takers[callee];
    const isOne = callee === 'set_attribute';
    if (!isOne && place === undefined && !/\battributes\s*=/.test(call.text)) continue;
    const args = argumentsOf(call);
    if (isOne) {
      const [key, value] = [argument(args, 0, 'key'), argument(args, 1, 'value')];
      const name = nameOf(key ?? null);
      if (key && value && name !== undefined) found.add(name, key, value, call.parent!, () => spanCall(call));
      continue;
    }
    const given =
      args.keyword.get('attributes') ?? (place === undefined ? undefined : args.positional[place]);
    const dictionary = given?.type === 'identifier' ? assignedDictionary(given) : given;
    if (dictionary?.type !== 'dictionary' || seen.has(dictionary.id)) continue;
    seen.add(dictionary.id);
    for (const pair of dictionary.namedChildren) {
      const [key, value] = [pair.childForFieldName('key'), pair.childForFieldName('value')];
      const name = nameOf(key);
      if (key && value && name !== undefined) {
        const start = (): Node | undefined =>
          /^(?:start_|set_attributes)/.test(callee) ? (spanCall(call) ?? call) : undefined;
        found.add(name, key, value, pair, start);
      }
    }
  }
  return found.all;
});

/** What an attribute is given to: a dictionary, or what a variable of a function holds. */
function homeOf(one: Node): string {
  return one.type === 'pair'
    ? `${one.parent!.id}`
    : `${scopeOf(one).id} ${one.firstNamedChild?.childForFieldName('function')?.text}`;
}

/** The call that starts the span which a method is called on. */
function spanCall(call: Node): Node | undefined {
  const variable = call.childForFieldName('function')?.childForFieldName('object')?.text;
  for (const outer of selfAndAncestors(call)) {
    if (outer.type === 'with_statement') {
      const item = withItems(outer).find(
        (one) => one.childForFieldName('value')?.childForFieldName('alias')?.text === variable,
      );
      if (item) return entered(item);
    }
    const assignment = outer.parent?.namedChildren.findLast(
      (child) =>
        child.endIndex <= outer.startIndex &&
        child.firstNamedChild?.type === 'assignment' &&
        child.firstNamedChild.childForFieldName('left')?.text === variable,
    );
    const value = assignment?.firstNamedChild?.childForFieldName('right');
    if (value) return value.type === 'call' ? value : undefined;
    if (outer.type === 'function_definition') return undefined;
  }
  return undefined;
}

/** The dictionary that the function assigns to a variable, once. */
function assignedDictionary(variable: Node): Node | undefined {
  const assignments = scopeOf(variable)
    .descendantsOfType('assignment')
    .filter((node) => node.childForFieldName('left')?.text === variable.text);
  const [only] = assignments;
  return assignments.length === 1 ? (only?.childForFieldName('right') ?? undefined) : undefined;
}

function replace(
  file: ParsedFile,
  changes: ReadonlyMap<WrittenAttribute, readonly NewAttribute[]>,
): TextEdit[] {
  const edits = [...changes].flatMap(([attribute, by]) => edited(file, attribute as Written, by));
  return combined([...edits, ...unusedImports(file, [...changes.keys()] as Written[], edits)]);
}

function edited(file: ParsedFile, one: Written, by: readonly NewAttribute[]): TextEdit[] {
  const { key, value } = one;
  const quote = /^\w*(["'])/.exec(key.text)?.[1] ?? quoteOf(file.text);
  return rewritten(file, one, by, {
    name: ({ name }) => stringLiteral(name, quote),
    value: (wanted) => newValue(wanted, value, quote),
    between: ';',
  });
}

function newValue({ value: wanted }: NewAttribute, value: Node, quote: string): string {
  const isText = value.type === 'string' || /^str\(/.test(value.text) || typeOf(value.text, value) === 'str';
  const asText = isText ? value.text : `str(${value.text})`;
  switch (wanted) {
    case 'same':
      return value.text;
    case 'text':
      return asText;
    case 'texts':
      return `[${asText}]`;
    case 'path':
      return `${asText}.partition(${quote}?${quote})[0]`;
    case 'query':
      return `${asText}.partition(${quote}?${quote})[2]`;
    default:
      return stringLiteral(wanted.literal, quote);
  }
}

/** Imports of constants that nothing uses any more. */
function unusedImports(
  file: ParsedFile,
  changed: readonly Written[],
  edits: readonly TextEdit[],
): TextEdit[] {
  const roots = new Set(
    changed.filter(({ key }) => key.type !== 'string').map(({ key }) => key.text.split('.', 1)[0]!),
  );
  return [...roots].flatMap((root) => {
    const uses = file.tree.rootNode.descendantsOfType('identifier').filter((node) => node.text === root);
    const isGone = (node: Node): boolean =>
      edits.some((edit) => edit.start <= node.startIndex && node.endIndex <= edit.end);
    const left = uses.filter((node) => !isGone(node) && !importOf(node));
    const statement = uses.map(importOf).find((found) => found !== undefined);
    if (left.length > 0 || !statement || !isAlone(file, statement)) return [];
    const items = statement.childrenForFieldName('name');
    if (items.length === 1) return withoutLines(file.text, [], [statement]);
    const at = items.findIndex((item) => (item.childForFieldName('alias') ?? item).text === root);
    const [from, to] =
      at === 0
        ? [items[0]!.startIndex, items[1]!.startIndex]
        : [items[at - 1]!.endIndex, items[at]!.endIndex];
    return [{ start: from, end: to, text: '' }];
  });
}

function importOf(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node))
    if (/^import(?:_from)?_statement$/.test(outer.type)) return outer;
  return undefined;
}

export const writtenAttributes: WrittenAttributeIdioms = { all, refusal, replace };
