import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { SelectionTarget } from '../../idioms/selection.ts';
import type { ParsedFile } from '../../parsed.ts';
import { nodesOf } from '../../nodesOf.ts';
import { rangeOf } from '../../syntax.ts';
import { expressionInBlock } from '../block.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { headImports } from '../imports.ts';
import { isContextual, isLiteral } from '../refusal.ts';
import { returned, settles } from '../settling.ts';
import { activeSpan } from '../spanStart.ts';
import { isTyped, quoted, styleOf } from '../style.ts';
import { asksForCurrent, leaving, ownNodes } from './leaving.ts';
import { spanVariable } from './spanVariable.ts';
import { statementsInSpan } from './statements.ts';
import { lostInCallback } from './typing.ts';

const expressions =
  /_expression$|^(?:identifier|this|super|string|template_string|number|true|false|null|undefined|regex|object|array|arrow_function|generator_function|class|jsx_element|jsx_self_closing_element)$/;

export function isExpression(node: Node): boolean {
  return expressions.test(node.type);
}

/** The expression as the value of a callback in its place: when it is evaluated, and whether, stays as it was. */
export function expressionInSpan(file: ParsedFile, target: SelectionTarget): Attempt {
  let expression = target.nodes[0]!;
  if (expression.type === 'parenthesized_expression' && expression.namedChildCount === 1) {
    expression = expression.firstNamedChild!;
  }
  // What is called in an `await` only begins there.
  if (expression.parent?.type === 'await_expression') expression = expression.parent;
  const reason = idle(expression);
  if (reason) return { refusal: reason };
  const statement = statementOf(expression);
  if (statement) return statementsInSpan(file, { ...target, nodes: [statement], range: rangeOf(statement) });
  const refusal = refuse(file, expression);
  if (refusal) return { refusal };
  return () => {
    const style = styleOf(file, expression);
    const names = new ModuleNames(file, expression, style);
    const { awaits } = leaving([expression]);
    const bracketed = awaits && bindsTighter(expression);
    const form = activeSpan(
      names,
      style,
      { name: quoted(target.name, style.quote), variable: spanVariable(expression, target.name) },
      {
        async: awaits,
        before: `${bracketed ? '(' : ''}${awaits ? 'await ' : ''}`,
        column: expression.startPosition.column,
      },
    );
    const tail = bracketed ? [...form.tail.slice(0, -1), `${form.tail.at(-1)!})`] : form.tail;
    return combined([...names.edits(), ...expressionInBlock(file, expression, { ...form, tail }, style)]);
  };
}

/** The statement whose value the expression is, where its type or what it promises depends on the statement. */
function statementOf({ parent }: Node): Node | undefined {
  const statement =
    parent?.type === 'return_statement'
      ? parent
      : parent?.type === 'variable_declarator' && parent.childForFieldName('type')
        ? parent.parent
        : undefined;
  return statement && isBlock(statement.parent) ? statement : undefined;
}

function isBlock(node: Node | null): boolean {
  return node?.type === 'statement_block' || node?.type === 'program';
}

/** Why there is nothing in an expression that takes time; '' where there is. */
function idle(expression: Node): string {
  const own = ownNodes(expression);
  if (!own.some((node) => /^(?:call|new|await)_expression$|^jsx_/.test(node.type))) {
    return 'This expression is only a value: select one that does something.';
  }
  if (/\.startActiveSpan$/.test(expression.childForFieldName('function')?.text ?? '')) {
    return 'This expression is a span already.';
  }
  return '';
}

function refuse(file: ParsedFile, expression: Node): string {
  const own = ownNodes(expression);
  const { parent } = expression;
  if (headImports(expression.tree.rootNode).some((one) => one.node.endIndex > expression.startIndex)) {
    return 'Imports and exports belong to the module itself: leave them out of the selection.';
  }
  if (/^(?:await\s+)?using\s+\w/.test(expression.text)) {
    return 'This declares a variable and is no value: select what it is set to.';
  }
  if (asksForCurrent(expression)) {
    return 'This asks for the current span or context, which the new span would be: select something else.';
  }
  if (leaving([expression]).yields) {
    return 'The expression hands a value out in the middle of a statement: select the whole statement.';
  }
  if (parent?.type.startsWith('jsx_') && parent.type !== 'jsx_expression') {
    return 'An element stands where only braces may hold code: select a larger expression.';
  }
  if (parent && isLink(parent, expression) && expression.text.includes('?.')) {
    return 'This is a part of an optional chain: select the whole chain.';
  }
  if (parent?.type === 'call_expression' && parent.childForFieldName('function')?.id === expression.id) {
    return 'This is the function of a call: select the call with its arguments.';
  }
  const isTarget =
    /^(?:augmented_)?assignment_expression$|^for_in_statement$/.test(parent?.type ?? '') &&
    parent?.childForFieldName('left')?.id === expression.id;
  const isOperand = parent?.type === 'unary_expression' && /^(?:delete|typeof)\b/.test(parent.text);
  if (
    isTarget ||
    isOperand ||
    parent?.type === 'update_expression' ||
    parent?.type === 'computed_property_name'
  ) {
    return 'This expression is a place and not a value: select another one.';
  }
  const hook = own.find(
    (node) =>
      node.type === 'call_expression' &&
      /^(?:React\.)?use[A-Z]\w*$/.test(node.childForFieldName('function')?.text ?? ''),
  );
  if (hook) return 'The expression calls React hooks, which must not stand in a callback.';
  if (!leaving([expression]).awaits && settles(expression) === 'yes') {
    return 'The value is a promise that is not awaited here, so that the span would end before the work does: await it first.';
  }
  if (!isTyped(file.path)) return '';
  if (isLiteral(expression)) {
    return 'The type of this value comes from where it stands, which a span would hide: select the call in it.';
  }
  if (isContextual(expression) && mapsToLiterals(expression)) {
    return 'The type of this value comes from where it stands, which a span would hide: select the whole statement.';
  }
  if (isCondition(expression) && isGuard(expression)) {
    return 'TypeScript may learn a type from this condition, which a span would hide: select the whole statement.';
  }
  const lost = lostInCallback([expression]);
  return lost
    ? `TypeScript would not follow \`${lost}\` into a callback: put it in a constant on a line of its own first.`
    : '';
}

/** `rows.map((row) => [row.id, row])`, whose pairs are pairs only where such are expected. */
function mapsToLiterals(expression: Node): boolean {
  return argumentsOf(expression).some((one) => isFunction(one) && returned(one).some(isLiteral));
}

/** Whether code runs, or does not, by what the value is. */
function isCondition({ parent, id }: Node): boolean {
  if (!parent) return false;
  if (parent.childForFieldName('condition')?.id === id) return true;
  const isPart =
    /^(?:parenthesized|unary)_expression$/.test(parent.type) ||
    /^(?:&&|\|\|)$/.test(parent.childForFieldName('operator')?.text ?? '');
  return isPart && isCondition(parent);
}

/** A call that is a type guard: as the file declares it, else by its name. */
function isGuard(expression: Node): boolean {
  if (expression.type !== 'call_expression') return false;
  const name = calleeName(expression);
  return (
    /^is[A-Z]/.test(name) ||
    nodesOf(expression.tree, 'type_predicate_annotation').some(
      ({ parent }) =>
        (parent?.childForFieldName('name') ?? parent?.parent?.childForFieldName('name'))?.text === name,
    )
  );
}

/** Whether `.`, `[…]` or `(…)` follows the node. */
function isLink(parent: Node, node: Node): boolean {
  const field = parent.type === 'call_expression' ? 'function' : 'object';
  return (
    /^(?:call_expression|member_expression|subscript_expression|non_null_expression)$/.test(parent.type) &&
    (parent.type === 'non_null_expression' || parent.childForFieldName(field)?.id === node.id)
  );
}

/** Whether `await` in place of the expression would take in what follows it. */
function bindsTighter({ parent, id, type }: Node): boolean {
  if (type === 'await_expression') return false;
  if (!parent) return false;
  const first = parent.childForFieldName('object') ?? parent.childForFieldName('function');
  return (
    first?.id === id ||
    parent.type === 'non_null_expression' ||
    (parent.type === 'binary_expression' && parent.childForFieldName('operator')?.text === '**')
  );
}
