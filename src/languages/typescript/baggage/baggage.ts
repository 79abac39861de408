import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { BaggageIdioms, BaggageVariable } from '../../idioms/baggage.ts';
import type { ParsedFile } from '../../parsed.ts';
import { nodesOf } from '../../nodesOf.ts';
import { isBroken, selfAndAncestors } from '../../syntax.ts';
import { statementsOf } from '../body.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { restBelow, restFrom, restInCallback, restRefusal, type Rest } from '../restOfBlock.ts';
import { settles } from '../settling.ts';
import { quoted, styleOf } from '../style.ts';
import { known, startAt, toAttributes } from './attributes.ts';
import { variableAt } from './variables.ts';

const outside = 'Baggage belongs to a request or a job: use this in the function that handles one.';
const broken = 'There is a syntax error in or beside this: mend it first.';

/** `context.with` around the rest of the block. */
const set: BaggageIdioms['set'] = (file, variable, key) => {
  const { node, name } = variable;
  const around = functionAround(node);
  if (!around) return { refusal: outside };
  if (isBroken(around)) return { refusal: broken };
  if (/^contextWithBaggage\d*$/.test(around.childForFieldName('name')?.text ?? '')) {
    return {
      refusal: 'This function puts entries into the baggage already: use this in one that handles a request.',
    };
  }
  const types = node.childForFieldName('type')?.text ?? '';
  if (node.type === 'optional_parameter' || /\b(?:undefined|null)\b/.test(types)) {
    return { refusal: `\`${name}\` may be missing, which is no value for baggage: give it one first.` };
  }
  if (isObject(node) || isTakenApart(name, node, around)) {
    return {
      refusal: `\`${name}\` is no text or number, and baggage holds nothing else: choose something of it.`,
    };
  }
  if (
    new RegExp(`(?:contextWithBaggage|setEntry)\\(\\s*['"\`]${key.replace('.', '\\.')}['"\`]`).test(
      around.text,
    )
  ) {
    return { refusal: `\`${key}\` is put into the baggage here already.` };
  }
  const run = runBelow(file, node, around);
  if (typeof run === 'string') return { refusal: run };
  const reason = restRefusal(file, run, around);
  return reason ? { refusal: reason } : () => inContext(file, variable, key, run, around);
};

/** What runs with the baggage: below the declaration, or all of the function; or why nothing does. */
function runBelow(file: ParsedFile, node: Node, around: Node): Rest | string {
  const body = around.childForFieldName('body');
  if (body?.type !== 'statement_block')
    return 'This function is one expression: give it a body in braces first.';
  if (node.type !== 'variable_declarator') {
    const first = statementsOf(around)[0];
    return first
      ? restFrom(body, first.startIndex)
      : 'This function has no statements that could use the baggage.';
  }
  const declaration = node.parent!;
  return /^(?:statement_block|switch_case|switch_default)$/.test(declaration.parent!.type)
    ? restBelow(file, declaration)
    : outside;
}

function inContext(
  file: ParsedFile,
  { node, name }: BaggageVariable,
  key: string,
  run: Rest,
  around: Node,
): TextEdit[] {
  const style = styleOf(file, run[0]);
  const { semicolon: end, typed } = style;
  const names = new ModuleNames(file, run[0], style);
  const context = names.use('context');
  const propagation = names.use('propagation');
  const [keyType, valueType] = typed ? [': string', ': string'] : ['', ''];
  const make = names.define('contextWithBaggage', (local) => [
    '/** The current context with one more entry in its baggage. */',
    `function ${local}(key${keyType}, value${valueType}) {`,
    `\tconst baggage = ${propagation}.getActiveBaggage() ?? ${propagation}.createBaggage()${end}`,
    `\treturn ${propagation}.setBaggage(${context}.active(), baggage.setEntry(key, { value }))${end}`,
    '}',
  ]);
  const value = isText(node) ? name : `String(${name})`;
  const opening = `${context}.with(${make}(${quoted(key, style.quote)}, ${value}), `;
  return combined([...names.edits(), ...restInCallback(file, run, around, opening, style)]);
}

/** Whether the value is text as far as its own line tells. */
function isText(node: Node): boolean {
  const type = node.childForFieldName('type');
  if (type) return /^:\s*(?:string|'[^']*'|"[^"]*")(?:\s*\|\s*(?:'[^']*'|"[^"]*"))*$/.test(type.text);
  const value = node.childForFieldName('value');
  return /^(?:string|template_string)$/.test(value?.type ?? '') || /^String\(/.test(value?.text ?? '');
}

/** Whether the value is an object or a function, as far as its own line and the file's types tell. */
function isObject(node: Node): boolean {
  const type = node.childForFieldName('type')?.firstNamedChild;
  if (type) return isObjectType(type);
  const value = node.childForFieldName('value');
  return value !== null && (isFunction(value) || objects.test(value.type) || settles(value) === 'yes');
}

/** Whether a parameter that has no type is called, or a property of it is used that no text or number has. */
function isTakenApart(name: string, node: Node, around: Node): boolean {
  if (node.type === 'variable_declarator' || node.childForFieldName('type')) return false;
  const use = new RegExp(`(?<![\\w$.'"])${name.replaceAll('$', '\\$')}(?:\\(|\\??\\.(\\w+))`, 'g');
  return [...around.text.matchAll(use)].some(
    ([, property]) =>
      property === undefined || !(property in String.prototype || property in Number.prototype),
  );
}

const objects = /^(?:object|array|class|regex|new_expression)$/;

function isObjectType(type: Node): boolean {
  if (/^(?:generic|function|object|array|tuple|readonly)_type$/.test(type.type)) return true;
  if (type.type === 'union_type' || type.type === 'parenthesized_type') {
    return type.namedChildren.some(isObjectType);
  }
  if (type.type !== 'type_identifier') return false;
  const declarations = [
    'interface_declaration',
    'class_declaration',
    'abstract_class_declaration',
    'type_alias_declaration',
  ];
  const declared = nodesOf(type.tree, ...declarations).find(
    (one) => one.childForFieldName('name')?.text === type.text,
  );
  if (declared?.type !== 'type_alias_declaration') return declared !== undefined;
  const value = declared.childForFieldName('value')!;
  return value.type !== 'type_identifier' && isObjectType(value);
}

/** The constant stays as what is taken where the baggage has no such entry. */
const get: BaggageIdioms['get'] = (file, { node, name }, key) => {
  if (node.type !== 'variable_declarator' || !functionAround(node)) return { refusal: outside };
  if (isBroken(node)) return { refusal: broken };
  const value = node.childForFieldName('value');
  if (/\bgetEntry\(/.test(value?.text ?? ''))
    return { refusal: `\`${name}\` is taken from the baggage already.` };
  const isDefault = !value || /^(?:string|null|undefined)$/.test(value.type) || value.text === 'undefined';
  if (!isDefault || node.childForFieldName('name')?.type !== 'identifier') {
    return {
      refusal: `\`${name}\` gets a value of its own here: what is taken from the baggage needs a default, such as an empty text or undefined.`,
    };
  }
  const type = node.childForFieldName('type')?.firstNamedChild;
  const members =
    type?.type === 'union_type' ? type.descendantsOfType('predefined_type') : type ? [type] : [];
  if (type && !members.some((one) => /^(?:string|unknown|any)$/.test(one.text))) {
    return {
      refusal: `\`${name}\` is not declared as text, which is what baggage holds: write its type first.`,
    };
  }
  return () => {
    const style = styleOf(file, node);
    const names = new ModuleNames(file, node, style);
    const read = `${names.use('propagation')}.getActiveBaggage()?.getEntry(${quoted(key, style.quote)})?.value`;
    const at = value ?? { startIndex: node.endIndex, endIndex: node.endIndex, text: 'undefined' };
    const otherwise = at.text === 'undefined' ? '' : ` ?? ${at.text}`;
    return combined([
      ...names.edits(),
      { start: at.startIndex, end: at.endIndex, text: (value ? '' : ' = ') + read + otherwise },
    ]);
  };
};

function functionAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) if (isFunction(outer)) return outer;
  return undefined;
}

export const baggage: BaggageIdioms = { variableAt, set, get, startAt, known, toAttributes };
