import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';

/** What an expression is: of a name, the value that the file's one declaration of it gives; else itself. */
export function valueOf(file: ParsedFile, expression: Node): Node {
  if (expression.type !== 'identifier') return expression;
  const declarators = nodesOf(file.tree, 'variable_declarator').filter(
    (one) => one.childForFieldName('name')?.text === expression.text,
  );
  const value = declarators.length === 1 ? declarators[0]!.childForFieldName('value') : null;
  const inner = value && /^(?:as|satisfies)_expression$/.test(value.type) ? value.firstNamedChild : value;
  return inner ?? expression;
}
