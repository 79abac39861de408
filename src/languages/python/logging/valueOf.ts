import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../../syntax.ts';

/** What an expression is: of a name, what the nearest function or the module assigns to it once; else itself. */
export function valueOf(expression: Node): Node {
  if (expression.type !== 'identifier') return expression;
  for (const scope of selfAndAncestors(expression)) {
    const body = scope.type === 'function_definition' ? scope.childForFieldName('body') : scope;
    if (scope.type !== 'module' && scope.type !== 'function_definition') continue;
    const values = (body?.namedChildren ?? [])
      .map((statement) => (statement.type === 'expression_statement' ? statement.firstNamedChild : null))
      .filter((one) => one?.type === 'assignment' && one.childForFieldName('left')?.text === expression.text)
      .map((one) => one!.childForFieldName('right'));
    if (values.length > 0) return (values.length === 1 && values[0]) || expression;
  }
  return expression;
}
