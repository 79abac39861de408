import type { Node } from 'web-tree-sitter';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { parameters } from '../spanScope.ts';

/** The uses of a variable in a node, without those that mean another of that name. */
export function usesOf(scope: Node, variable: string): Node[] {
  return [...descendants(scope)].filter(
    (node) =>
      /^(?:identifier|shorthand_property_identifier)$/.test(node.type) &&
      node.text === variable &&
      !isShadowed(node, scope, variable),
  );
}

/**
 * Why a use of the span puts its end out of sight; '' where it does not. `owner` is the function that the span belongs
 * to, null for the module.
 */
export function refuse(use: Node, owner: Node | null): string {
  const line = use.startPosition.row + 1;
  const name = use.text;
  const parent = use.parent!;
  const member =
    parent.type === 'member_expression' && parent.childForFieldName('object')?.id === use.id ? parent : null;
  if (functionAround(use)?.id !== owner?.id && member?.childForFieldName('property')?.text === 'end') {
    return `\`${name}\` is ended in a callback (line ${line}), and only the run can tell when it is called.`;
  }
  if (member) return ofMember(member, name, line);
  if (
    /^(?:assignment_expression|augmented_assignment_expression)$/.test(parent.type) &&
    parent.childForFieldName('left')?.id === use.id
  ) {
    return `\`${name}\` is given another value on line ${line}: give each span a variable of its own first.`;
  }
  if (/^(?:binary_expression|unary_expression)$/.test(parent.type)) return '';
  if (parent.type === 'parenthesized_expression' && parent.parent?.type === 'if_statement') return '';
  const call = parent.type === 'arguments' ? parent.parent! : undefined;
  if (call && calleeName(call) === 'setSpan') return '';
  const callee = call && (call.childForFieldName('function') ?? call.childForFieldName('constructor'));
  return callee
    ? `\`${name}\` is handed to \`${callee.text}\` (line ${line}), which may end it.`
    : `\`${name}\` is handed on (line ${line}): what gets it has to end it.`;
}

export function functionAround(node: Node): Node | null {
  for (const outer of selfAndAncestors(node.parent)) if (isFunction(outer)) return outer;
  return null;
}

function ofMember(member: Node, name: string, line: number): string {
  if (member.childForFieldName('property')?.text !== 'end') return '';
  const call = member.parent;
  if (call?.type !== 'call_expression') {
    return `\`${name}.end\` is handed on (line ${line}): what gets it ends the span.`;
  }
  if (argumentsOf(call).length > 0) return `\`${name}\` is ended at a time of its own (line ${line}).`;
  const statement = call.parent;
  return statement?.type === 'expression_statement' &&
    /^(?:statement_block|program)$/.test(statement.parent?.type ?? '')
    ? ''
    : `The call of \`${name}.end\` is a part of another statement (line ${line}): give it a line in a block first.`;
}

function isShadowed(use: Node, scope: Node, variable: string): boolean {
  for (const outer of selfAndAncestors(use.parent)) {
    if (outer.id === scope.id) return false;
    if (!isFunction(outer)) continue;
    if (parameters(outer).some(({ name }) => name === variable)) return true;
    const own = outer.descendantsOfType('variable_declarator');
    if (own.some((declarator) => declarator.childForFieldName('name')?.text === variable)) return true;
  }
  return false;
}
