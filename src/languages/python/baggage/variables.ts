import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../../edit.ts';
import type { BaggageIdioms, BaggageVariable } from '../../idioms/baggage.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import { nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';

const parameterTypes = /^(?:typed_parameter|default_parameter|typed_default_parameter)$/;

/** The parameter or the assignment at the selection. */
export const variableAt: BaggageIdioms['variableAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const isParameter =
      parameterTypes.test(node.type) || (node.type === 'identifier' && node.parent?.type === 'parameters');
    if (isParameter) return parameter(node);
    const assignment = node.type === 'expression_statement' ? node.firstNamedChild : node;
    if (assignment?.type === 'assignment') return assigned(assignment, selection);
    if (/_statement$|^block$/.test(node.type)) return undefined;
  }
  return undefined;
};

function parameter(node: Node): BaggageVariable | undefined {
  const name = (node.childForFieldName('name') ??
    (node.type === 'identifier' ? node : node.firstNamedChild))!;
  if (name.type !== 'identifier' || /^(?:self|cls)$/.test(name.text)) return undefined;
  return { name: name.text, origin: '', node, range: rangeOf(node) };
}

function assigned(node: Node, selection: TextRange): BaggageVariable | Refusal {
  const left = node.childForFieldName('left')!;
  const targets = left.type === 'identifier' ? [left] : left.namedChildren;
  const under = targets.find((one) => one.startIndex <= selection.start && selection.start <= one.endIndex);
  const target = under ?? (targets.length === 1 ? targets[0] : undefined);
  if (target?.type !== 'identifier' || /^(?:attribute|subscript)$/.test(left.type)) {
    return { refusal: 'Place the cursor on one variable: what is kept in an object outlives this block.' };
  }
  const origin = left.type === 'identifier' ? originOf(node.childForFieldName('right')) : '';
  return { name: target.text, origin, node, range: rangeOf(node) };
}

/** `email` of `user.email`, `form["email"]`, `form.get("email")` and `str(user.email)`. */
function originOf(value: Node | null): string {
  switch (value?.type) {
    case 'identifier':
      return value.text;
    case 'string':
      return value.namedChildren.map((part) => part.text)[1] ?? '';
    case 'attribute':
      return value.childForFieldName('attribute')!.text;
    case 'subscript':
      return originOf(value.childForFieldName('subscript'));
    case 'await':
      return originOf(value.firstNamedChild);
    case 'boolean_operator':
      return originOf(value.childForFieldName('left'));
    case 'call': {
      const first = value.childForFieldName('arguments')?.firstNamedChild ?? null;
      const callee = value.childForFieldName('function')!;
      return originOf(first ?? callee);
    }
    default:
      return '';
  }
}
