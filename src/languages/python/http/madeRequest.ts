import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../../parsed.ts';
import { qualifiedNames } from '../qualified.ts';

/** The call of `Request(…)` that an expression is, or that its variable was given above it. */
export function madeRequest(file: ParsedFile, expression: Node): Node | undefined {
  const name = qualifiedNames(file);
  const isRequest = (node: Node | null): boolean =>
    node?.type === 'call' && name(node.childForFieldName('function')!) === 'urllib.request.Request';
  if (isRequest(expression)) return expression;
  if (expression.type !== 'identifier') return undefined;
  for (let block = expression.parent; block; block = block.parent) {
    if (/^(?:function_definition|lambda)$/.test(block.type)) return undefined;
    for (const statement of block.namedChildren.toReversed()) {
      const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
      if (statement.startIndex > expression.startIndex) continue;
      if (assignment?.childForFieldName('left')?.text !== expression.text) continue;
      const value = assignment.childForFieldName('right');
      return value && isRequest(value) ? value : undefined;
    }
  }
  return undefined;
}
