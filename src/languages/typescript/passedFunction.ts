import type { Node, Tree } from 'web-tree-sitter';
import { nodesOf } from '../nodesOf.ts';
import { selfAndAncestors } from '../syntax.ts';
import { calleeName, receiverOf } from './calls.ts';
import { isFunction } from './functions.ts';

/**
 * The function that an expression passes on, where the file has it: itself, one that is kept under a name, or a member
 * of `this` or of an object that is made here, also by way of `bind`.
 */
export function passedFunction(expression: Node): Node | undefined {
  if (isFunction(expression)) return expression;
  switch (expression.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return asFunction(namedFunction(expression) ?? valueOf(expression));
    case 'member_expression':
      return asFunction(memberPassed(expression));
    case 'call_expression':
      return calleeName(expression) === 'bind' ? passedFunction(receiverOf(expression)!) : undefined;
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
      return passedFunction(expression.firstNamedChild!);
    default:
      return undefined;
  }
}

/** What an object literal or a class body has under a name: a method, or a value. */
export function memberOf(container: Node, name: string): Node | undefined {
  const member = container.namedChildren.find((child) =>
    child.type === 'shorthand_property_identifier'
      ? child.text === name
      : (child.childForFieldName('key') ?? child.childForFieldName('name'))?.text === name,
  );
  return member?.childForFieldName('value') ?? member;
}

/** What the first variable of that name in the file is given. */
export function valueOf({ tree, text }: Node): Node | undefined {
  const declared = nodesOf(tree, 'variable_declarator').find(
    (one) => one.childForFieldName('name')?.text === text,
  );
  return declared?.childForFieldName('value') ?? undefined;
}

function namedFunction({ tree, text }: Node): Node | undefined {
  return nodesOf(tree, 'function_declaration').find((one) => one.childForFieldName('name')?.text === text);
}

function memberPassed(expression: Node): Node | undefined {
  const object = expression.childForFieldName('object')!;
  const name = expression.childForFieldName('property')!.text;
  const container =
    object.type === 'this'
      ? [...selfAndAncestors(expression)].find(({ type }) => type === 'class_body')
      : containerOf(object);
  return container && memberOf(container, name);
}

/** The literal that an object is written as, or the body of its class. */
function containerOf(object: Node): Node | undefined {
  if (object.type !== 'identifier') return undefined;
  const made = valueOf(object);
  if (made?.type === 'object') return made;
  const name = made?.type === 'new_expression' ? calleeName(made) : object.text;
  return classBody(object.tree, name);
}

function classBody(tree: Tree, name: string): Node | undefined {
  const declared = nodesOf(tree, 'class_declaration', 'abstract_class_declaration').find(
    (one) => one.childForFieldName('name')?.text === name,
  );
  return declared?.childForFieldName('body') ?? undefined;
}

/** A member in shorthand is a name once more. */
function asFunction(node: Node | undefined): Node | undefined {
  if (node?.type === 'shorthand_property_identifier') return passedFunction(node);
  return node && isFunction(node) ? node : undefined;
}
