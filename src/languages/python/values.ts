import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../syntax.ts';

/** Types that an attribute can have. */
const types = /^(?:str|int|float|bool)$/;

/**
 * An expression as the value of an attribute at a place: as it is where its type shows that it may be one, else as
 * text, since the SDK drops what is neither text nor number.
 */
export function attributeValue(expression: string, place: Node): string {
  if (/^(?:str|len|int|float|repr|bool)\(/.test(expression) || types.test(typeOf(expression, place))) {
    return expression;
  }
  return `str(${expression})`;
}

/** The annotated type of a parameter around the place. */
export function typeOf(name: string, place: Node): string {
  for (const outer of selfAndAncestors(place)) {
    if (outer.type !== 'function_definition') continue;
    const parameters = outer.childForFieldName('parameters')?.namedChildren ?? [];
    const found = parameters.find(
      (parameter) => (parameter.childForFieldName('name') ?? parameter.firstNamedChild)?.text === name,
    );
    if (found) return found.childForFieldName('type')?.text ?? '';
  }
  return '';
}
