import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { BaggageIdioms, BaggageVariable } from '../../idioms/baggage.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, selfAndAncestors } from '../../syntax.ts';
import { statementsInBlock } from '../block.ts';
import { statementsOf } from '../body.ts';
import { isAsync, isFunction, isGenerator } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { leaving, ownNodes } from '../selection/leaving.ts';
import { isAlone } from '../statements.ts';
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
  const types = node.childForFieldName('type')?.text ?? '';
  if (node.type === 'optional_parameter' || /\b(?:undefined|null)\b/.test(types)) {
    return { refusal: `\`${name}\` may be missing, which is no value for baggage: give it one first.` };
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
  const reason = refuse(run, around);
  return reason ? { refusal: reason } : () => inContext(file, variable, key, run, around);
};

type Run = readonly [first: Node, ...rest: Node[]];

/** What runs with the baggage: below the declaration, or all of the function; or why nothing does. */
function runBelow(file: ParsedFile, node: Node, around: Node): Run | string {
  const body = around.childForFieldName('body');
  if (body?.type !== 'statement_block')
    return 'This function is one expression: give it a body in braces first.';
  const isParameter = node.type !== 'variable_declarator';
  const block = isParameter ? body : node.parent!.parent!;
  if (!/^(?:statement_block|switch_case|switch_default)$/.test(block.type)) return outside;
  if (!isParameter && !isAlone(file, node.parent!)) {
    return 'The declaration shares its line: give it a line of its own first.';
  }
  const start = isParameter ? statementsOf(around)[0]?.startIndex : node.parent!.endIndex;
  const all = start === undefined ? [] : block.namedChildren.filter((one) => one.startIndex >= start);
  if (all.every((one) => one.type === 'comment')) {
    return 'Nothing in this block comes after it that could use the baggage.';
  }
  // A comment beside the declaration is about the declaration.
  if (!isParameter && all[0]!.startPosition.row === node.endPosition.row) all.shift();
  const [first, ...rest] = all;
  const isOneLine = block.startPosition.row === first!.startPosition.row;
  return isOneLine
    ? 'The block is one line: give its statements lines of their own first.'
    : [first!, ...rest];
}

/** Why the statements would mean something else in a callback. */
function refuse(run: Run, around: Node): string {
  const { returns, jumps, yields } = leaving(run);
  const block = run[0].parent!;
  if (yields || isGenerator(around)) {
    return 'Between two values of a generator it is the caller that runs, which would see this baggage.';
  }
  const isBody = block.parent?.id === around.id;
  if ((returns.length > 0 && !isBody) || jumps.length > 0) {
    return 'The rest of this block returns or jumps out of it, which a callback cannot: make the block a function first.';
  }
  if (around.childForFieldName('name')?.text === 'constructor') {
    return 'A constructor has to set its fields itself: do this where it is called.';
  }
  const own = run.flatMap(ownNodes);
  const declared = own.find((node) => node.type === 'variable_declaration');
  if (declared)
    return 'A `var` in the rest of the block would not be seen outside any more: write `let` or `const` first.';
  const hoisted = run.find((node) => node.type === 'function_declaration');
  const name = hoisted?.childForFieldName('name')?.text;
  const above = block.text.slice(0, run[0].startIndex - block.startIndex);
  return name !== undefined && new RegExp(`\\b${name}\\b`).test(above)
    ? `\`${name}\` is used above its declaration, which would not be seen from there any more: move it up first.`
    : '';
}

function inContext(
  file: ParsedFile,
  { node, name }: BaggageVariable,
  key: string,
  run: Run,
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
  const { returns, awaits } = leaving(run);
  const isBody = run[0].parent!.parent?.id === around.id;
  const gives = isBody && (returns.some((one) => one.namedChildCount > 0) || (isAsync(around) && awaits));
  const before = gives ? 'return ' : awaits ? 'await ' : '';
  const value = isText(node) ? name : `String(${name})`;
  const head = `${before}${context}.with(${make}(${quoted(key, style.quote)}, ${value}), ${awaits ? 'async ' : ''}() => {`;
  const form = { head: [head], tail: [`})${end}`], depth: 1 };
  return combined([
    ...names.edits(),
    ...statementsInBlock(file, { first: run[0], last: run.at(-1)! }, form, style),
  ]);
}

/** Whether the value is text as far as its own line tells. */
function isText(node: Node): boolean {
  const type = node.childForFieldName('type');
  if (type) return /^:\s*(?:string|'[^']*'|"[^"]*")(?:\s*\|\s*(?:'[^']*'|"[^"]*"))*$/.test(type.text);
  const value = node.childForFieldName('value');
  return /^(?:string|template_string)$/.test(value?.type ?? '') || /^String\(/.test(value?.text ?? '');
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
