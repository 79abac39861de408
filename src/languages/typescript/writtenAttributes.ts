import type { Node } from 'web-tree-sitter';
import { formerName } from '../../semconv/renaming.ts';
import { combined, type TextEdit } from '../edit.ts';
import type { NewAttribute, WrittenAttribute, WrittenAttributeIdioms } from '../idioms/writtenAttributes.ts';
import { nodesOf } from '../nodesOf.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { withoutLines } from '../removed.ts';
import { literal } from '../spanName.ts';
import { selfAndAncestors } from '../syntax.ts';
import { refusal, rewritten, WrittenIn, type Writing, type Written } from '../writtenAttribute.ts';
import { argumentsOf, calleeName, property } from './calls.ts';
import { isFunction } from './functions.ts';
import { importedNames } from './imported.ts';
import { activeSpanCall, parameters, valueOf } from './spanScope.ts';
import { isAlone } from './statements.ts';
import { stringParts } from './strings.ts';
import { quoted, styleOf } from './style.ts';
import { typeOf } from './values.ts';

const writing: Writing = {
  computes:
    /^(?:call_expression|new_expression|await_expression|yield_expression|assignment_expression|update_expression)$/,
  paths: /^[\w$.?!]+\.path(?:name)?$/,
  literalOf: (value) =>
    /^(?:string|template_string)$/.test(value.type) ? literal(stringParts(value)) : undefined,
  kindOf: (start) => property(argumentsOf(start)[1], 'kind')?.text,
  homeOf,
};

const starts = /^start(?:Active)?Span$/;

/** Functions whose argument is an object of attributes, and its place. */
const takers: Readonly<Record<string, number>> = {
  setAttributes: 0,
  addEvent: 1,
  resourceFromAttributes: 0,
  Resource: 0,
  add: 1,
  record: 1,
};

const all = perTree((file: ParsedFile): readonly Written[] => {
  const imported = importedNames(file);
  const nameOf = (key: Node): string | undefined => {
    const inner = key.type === 'computed_property_name' ? key.firstNamedChild! : key;
    if (/^(?:string|template_string)$/.test(inner.type)) return literal(stringParts(inner));
    const full = imported(inner);
    return full?.startsWith('@opentelemetry/semantic-conventions')
      ? formerName(full.split(/[.:/]/).at(-1)!)
      : undefined;
  };
  const found = new WrittenIn(writing);
  const seen = new Set<number>();
  const addObject = (object: Node | undefined, start: () => Node | undefined): void => {
    if (object?.type !== 'object' || seen.has(object.id)) return;
    seen.add(object.id);
    for (const pair of object.namedChildren) {
      const [key, value] = [pair.childForFieldName('key'), pair.childForFieldName('value')];
      const name = key ? nameOf(key) : undefined;
      if (key && value && name !== undefined) found.add(name, key, value, pair, start);
    }
  };
  for (const call of nodesOf(file.tree, 'call_expression', 'new_expression', 'pair')) {
    if (call.type === 'pair') {
      const value = call.childForFieldName('value');
      if (value?.type === 'object' && call.childForFieldName('key')?.text === 'attributes') {
        addObject(value, () => startAround(value));
      }
      continue;
    }
    const name = calleeName(call);
    // Most calls of a file are others, and their arguments are not looked at.
    if (name !== 'setAttribute' && takers[name] === undefined && !starts.test(name)) continue;
    const args = argumentsOf(call);
    if (name === 'setAttribute' && args.length === 2) {
      const attribute = nameOf(args[0]!);
      if (attribute !== undefined)
        found.add(attribute, args[0]!, args[1]!, call.parent!, () => spanCall(call));
    } else if (takers[name] !== undefined) {
      const given = args[takers[name]];
      const start = (): Node | undefined => (name === 'setAttributes' ? spanCall(call) : undefined);
      addObject(given?.type === 'identifier' ? declaredObject(given) : given, start);
    } else {
      const attributes =
        property(args[1], 'attributes') ??
        args[1]?.namedChildren.find(
          (child) => child.type === 'shorthand_property_identifier' && child.text === 'attributes',
        );
      if (attributes && attributes.type !== 'object') addObject(declaredObject(attributes), () => call);
    }
  }
  return found.all;
});

/** What an attribute is given to: an object, or what a variable of a function holds. */
function homeOf(one: Node): string {
  return one.type === 'pair'
    ? `${one.parent!.id}`
    : `${functionOf(one)?.id} ${one.firstNamedChild?.childForFieldName('function')?.text}`;
}

function functionOf(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) if (isFunction(outer)) return outer;
  return undefined;
}

/** The call that starts a span with the options that hold an object. */
function startAround(object: Node): Node | undefined {
  const options = object.parent?.parent;
  const call = options?.parent?.type === 'arguments' ? options.parent.parent : undefined;
  return call && /^start(?:Active)?Span$/.test(calleeName(call)) ? call : undefined;
}

/** The call that starts the span which a method is called on. */
function spanCall(call: Node): Node | undefined {
  const variable = call.childForFieldName('function')?.childForFieldName('object')?.text;
  for (const outer of selfAndAncestors(call)) {
    const active = isFunction(outer) ? activeSpanCall(outer) : undefined;
    if (active && parameters(outer)[0]?.name === variable) return active;
    const above = outer.parent?.namedChildren.filter((child) => child.endIndex <= outer.startIndex) ?? [];
    const declarator = above
      .flatMap((child) => (/_declaration$/.test(child.type) ? child.namedChildren : []))
      .findLast((one) => one.childForFieldName('name')?.text === variable);
    if (declarator) {
      const value = valueOf(declarator);
      return value?.type === 'call_expression' ? value : undefined;
    }
  }
  return undefined;
}

/** The object that a constant of the file is declared as. */
function declaredObject(variable: Node): Node | undefined {
  const declarators = variable.tree.rootNode
    .descendantsOfType('variable_declarator')
    .filter((node) => node.childForFieldName('name')?.text === variable.text);
  const [only] = declarators;
  return declarators.length === 1 ? (only?.childForFieldName('value') ?? undefined) : undefined;
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
  const quote = key.type === 'string' ? key.text.charAt(0) : styleOf(file, key).quote;
  return rewritten(file, one, by, {
    name: ({ name }) => quoted(name, quote),
    value: (wanted) => newValue(wanted, value, quote),
    between: '',
  });
}

function newValue({ value: wanted }: NewAttribute, value: Node, quote: string): string {
  const isText =
    /^(?:string|template_string)$/.test(value.type) ||
    /^String\(/.test(value.text) ||
    typeOf(value.text, value) === 'string';
  const asText = isText ? value.text : `String(${value.text})`;
  switch (wanted) {
    case 'same':
      return value.text;
    case 'text':
      return asText;
    case 'texts':
      return `[${asText}]`;
    case 'path':
      return `${asText}.replace(/\\?.*$/, ${quote}${quote})`;
    case 'query':
      return `${asText}.replace(/^[^?]*\\??/, ${quote}${quote})`;
    default:
      return quoted(wanted.literal, quote);
  }
}

/** Imports of constants that nothing uses any more. */
function unusedImports(
  file: ParsedFile,
  changed: readonly Written[],
  edits: readonly TextEdit[],
): TextEdit[] {
  const roots = new Set(
    changed.filter(({ key }) => key.type !== 'string').map(({ key }) => /[\w$]+/.exec(key.text)?.[0] ?? ''),
  );
  const types = ['identifier', 'shorthand_property_identifier_pattern', 'type_identifier'];
  const gone = new Map<number, { statement: Node; items: Node[] }>();
  for (const root of roots) {
    const uses = file.tree.rootNode.descendantsOfType(types).filter((node) => node.text === root);
    const isGone = (node: Node): boolean =>
      edits.some((edit) => edit.start <= node.startIndex && node.endIndex <= edit.end);
    const left = uses.filter((node) => !isGone(node) && !specifierOf(node));
    const item = uses.map(specifierOf).find((found) => found !== undefined);
    const statement = item && statementOf(item);
    if (left.length > 0 || !statement || !isAlone(file, statement)) continue;
    const of = gone.get(statement.id) ?? { statement, items: [] };
    of.items.push(item);
    gone.set(statement.id, of);
  }
  return [...gone.values()].flatMap(({ statement, items }) => {
    const list = items[0]!.parent!;
    const isAll = list.namedChildren.every((child) => items.some(({ id }) => id === child.id));
    if (isAll && !hasDefault(statement)) return withoutLines(file.text, [], [statement]);
    return items.map((item) => {
      const comma = item.nextSibling?.type === ',' ? item.nextSibling : undefined;
      const next = comma?.nextNamedSibling;
      if (next) return { start: item.startIndex, end: next.startIndex, text: '' };
      const before = item.previousNamedSibling;
      return { start: before?.endIndex ?? item.startIndex, end: item.endIndex, text: '' };
    });
  });
}

/** What brings a name in: an item between the braces of an import or of a `require`. */
function specifierOf(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (outer.type === 'import_specifier') return outer;
    if (outer.parent?.type !== 'object_pattern') continue;
    const value = outer.parent.parent?.childForFieldName('value');
    return value?.childForFieldName('function')?.text === 'require' ? outer : undefined;
  }
  return undefined;
}

function statementOf(item: Node): Node | undefined {
  for (const outer of selfAndAncestors(item)) {
    if (/^(?:import_statement|lexical_declaration|variable_declaration)$/.test(outer.type)) return outer;
  }
  return undefined;
}

function hasDefault(statement: Node): boolean {
  const clause = statement.namedChildren.find((child) => child.type === 'import_clause');
  return clause !== undefined && clause.namedChildCount > 1;
}

export const writtenAttributes: WrittenAttributeIdioms = { all, refusal, replace };
