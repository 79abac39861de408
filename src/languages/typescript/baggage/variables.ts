import type { Node } from 'web-tree-sitter';
import type { BaggageIdioms, BaggageVariable } from '../../idioms/baggage.ts';
import { nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction } from '../functions.ts';

/** A type or a declaration of a function. */
const withoutCode = /^(?:function|constructor)_type$|_signature$/;

/** The parameter or the declarator at the selection; the one of a declaration where the cursor is at its start. */
export const variableAt: BaggageIdioms['variableAt'] = (file, selection) => {
  const at = nodeAt(file.tree.rootNode, selection);
  for (const node of selfAndAncestors(at)) {
    // Its parameters have no values.
    if (withoutCode.test(node.type)) return undefined;
    const isOfType = withoutCode.test(node.parent?.parent?.type ?? '');
    if (!isOfType && (/^(?:required|optional)_parameter$/.test(node.type) || isPlainParameter(node))) {
      return variable(node.childForFieldName('pattern') ?? node, at, node);
    }
    if (node.type === 'variable_declarator') return ofDeclarator(node, at);
    if (/^(?:lexical|variable)_declaration$/.test(node.type)) {
      const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
      return declarators.length === 1 ? ofDeclarator(declarators[0]!, at) : undefined;
    }
    if (/_statement$|^statement_block$/.test(node.type)) return undefined;
  }
  return undefined;
};

function ofDeclarator(node: Node, at: Node | null): BaggageVariable | undefined {
  return variable(node.childForFieldName('name')!, at, node, node.childForFieldName('value'));
}

/** In JavaScript, a parameter is its name. */
function isPlainParameter(node: Node): boolean {
  if (node.type !== 'identifier') return false;
  const { parent } = node;
  return (
    parent?.type === 'formal_parameters' ||
    (parent?.type === 'arrow_function' && parent.childForFieldName('parameter')?.id === node.id)
  );
}

/** `pattern` is a name, or takes an object apart: there the name is the one under the cursor, or the only one. */
function variable(
  pattern: Node,
  at: Node | null,
  node: Node,
  value: Node | null = null,
): BaggageVariable | undefined {
  if (pattern.type === 'identifier') {
    return { name: pattern.text, origin: originOf(value), node, range: rangeOf(node) };
  }
  const names = pattern.descendantsOfType(['shorthand_property_identifier_pattern', 'identifier']);
  const name = names.find((one) => one.id === at?.id) ?? (names.length === 1 ? names[0] : undefined);
  if (!name) return undefined;
  const key = name.parent?.type === 'pair_pattern' ? name.parent.childForFieldName('key')!.text : '';
  return { name: name.text, origin: key, node, range: rangeOf(node) };
}

/** `email` of `user.email`, `form['email']`, `form.get('email')` and `String(user.email)`. */
function originOf(value: Node | null): string {
  switch (value?.type) {
    case 'identifier':
      return value.text;
    case 'string':
      return value.text.slice(1, -1);
    case 'member_expression':
      return value.childForFieldName('property')!.text;
    case 'subscript_expression':
      return originOf(value.childForFieldName('index'));
    case 'await_expression':
    case 'non_null_expression':
    case 'as_expression':
    case 'parenthesized_expression':
      return originOf(value.firstNamedChild);
    case 'binary_expression':
      return originOf(value.childForFieldName('left'));
    case 'call_expression': {
      const first = argumentsOf(value)[0];
      if (!first) return calleeName(value);
      return isFunction(first) ? '' : originOf(first);
    }
    default:
      return '';
  }
}
