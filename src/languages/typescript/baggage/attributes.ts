import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { BaggageIdioms } from '../../idioms/baggage.ts';
import { isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { isAlone, linesBeside, linesFirst } from '../statements.ts';
import { quoted, styleOf } from '../style.ts';

const constant = 'baggageAttributes';

/** The callback of `startActiveSpan`, where the cursor is before its body; or the declaration of a span. */
export const startAt: BaggageIdioms['startAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (/^(?:call_expression|return_statement|expression_statement|await_expression)$/.test(node.type)) {
      const callback = callbackOf(node);
      if (callback && selection.start < callback.childForFieldName('body')!.startIndex) return callback;
    }
    if (/^(?:lexical|variable)_declaration$/.test(node.type)) {
      const value = node.namedChildCount === 1 ? node.firstNamedChild!.childForFieldName('value') : null;
      if (value?.type === 'call_expression' && calleeName(value) === 'startSpan') return node;
      return (value && callbackOf(value)) ?? undefined;
    }
    if (/^(?:statement_block|program)$/.test(node.type)) return undefined;
  }
  return undefined;
};

/** The function that a call of `startActiveSpan` runs, in front of which may stand `return` and `await`. */
function callbackOf(node: Node): Node | undefined {
  let call: Node | null = node;
  while (call && /^(?:return_statement|expression_statement|await_expression)$/.test(call.type)) {
    call = call.firstNamedChild;
  }
  if (call?.type !== 'call_expression' || calleeName(call) !== 'startActiveSpan') return undefined;
  const last = argumentsOf(call).at(-1);
  return last && isFunction(last) ? last : undefined;
}

export const known: BaggageIdioms['known'] = ({ text }) => ({
  list: new RegExp(`^(?:export )?const ${constant}\\b`, 'm').test(text) ? constant : undefined,
  keys: [
    ...new Set(
      [...text.matchAll(/\b(?:[gs]etEntry|contextWithBaggage)\(\s*(['"`])([^'"`\\]+)\1/g)].map(
        (match) => match[2]!,
      ),
    ),
  ],
});

export const toAttributes: BaggageIdioms['toAttributes'] = (file, start, keys) => {
  if (isBroken(start)) return { refusal: 'There is a syntax error in or beside this: mend it first.' };
  const body = start.childForFieldName('body');
  const around = body ?? start.parent!;
  if (new RegExp(`\\b${constant}\\b`).test(around.text) && start.parent?.type !== 'program') {
    return { refusal: 'The baggage is copied to this span already.' };
  }
  if (body && body.type !== 'statement_block') {
    return { refusal: 'The callback is one expression: give it a body in braces first.' };
  }
  if (!body && !isAlone(file, start)) {
    return { refusal: 'The statement shares its line: give it a line of its own first.' };
  }
  const parameter =
    start.childForFieldName('parameter') ?? start.childForFieldName('parameters')?.firstNamedChild;
  const name = body
    ? (parameter?.childForFieldName('pattern') ?? parameter)
    : start.firstNamedChild!.childForFieldName('name');
  if (name?.type !== 'identifier') {
    return { refusal: 'The callback takes no span: write `(span) =>` first.' };
  }
  // In the callback the context of the parent is the current one; beside a declaration it is not.
  const call = body ? undefined : start.firstNamedChild!.childForFieldName('value')!;
  const parent = call && argumentsOf(call)[2];
  if (parent && !/^(?:identifier|member_expression)$/.test(parent.type)) {
    return { refusal: 'The context is made in this call: give it a variable first.' };
  }
  return () => {
    const style = styleOf(file, start);
    const { semicolon } = style;
    const names = new ModuleNames(file, start, style);
    const propagation = names.use('propagation');
    const list =
      known(file).list ??
      names.define(constant, (local) => [
        '/** Baggage that may become attributes of spans. */',
        `const ${local} = [${keys.map((key) => quoted(key, style.quote)).join(', ')}]${semicolon}`,
      ]);
    const read = parent ? `getBaggage(${parent.text})` : 'getActiveBaggage()';
    const lines = [
      `for (const key of ${list}) {`,
      `\tconst entry = ${propagation}.${read}?.getEntry(key)${semicolon}`,
      `\tif (entry) ${name.text}.setAttribute(key, entry.value)${semicolon}`,
      '}',
    ];
    return combined([
      ...names.edits(),
      body ? linesFirst(file, body, lines, style) : linesBeside(file, start, 'below', lines, style),
    ]);
  };
};
