import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../syntax.ts';
import { isFunction } from './functions.ts';
import { parameters } from './spanScope.ts';

const types = /^(?:string|number|boolean)$/;
const textOrNumber =
  /^(?:String|Number|Boolean)\([^()]*\)$|\.(?:toString|toFixed|toUpperCase|toLowerCase|trim|join)\([^()]*\)$|\.(?:length|size)$/;

/**
 * An expression as the value of an attribute at a place: as it is where its type shows that it may be one, else as
 * text, since the SDK drops what is neither text nor number, and the compiler refuses it.
 */
export function attributeValue(expression: string, place: Node): string {
  if (textOrNumber.test(expression) || types.test(typeOf(expression, place))) return expression;
  return `String(${expression})`;
}

/** The annotated type of a parameter around the place. */
export function typeOf(name: string, place: Node): string {
  for (const outer of selfAndAncestors(place)) {
    if (!isFunction(outer)) continue;
    const found = parameters(outer).find((parameter) => parameter.name === name);
    if (found) return found.type;
  }
  return '';
}
