import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { argumentsOf } from '../calls.ts';
import { merged } from './carrying.ts';

/** How many messages there are, where the text says that it is not one. */
export function countOf(messages: Node | undefined): string | undefined {
  if (messages?.type === 'array') {
    const hasSpread = messages.namedChildren.some(({ type }) => type === 'spread_element');
    const { length } = messages.namedChildren.filter(({ type }) => type !== 'comment');
    return hasSpread || length < 2 ? undefined : String(length);
  }
  const isVariable = messages && /^(?:shorthand_property_)?identifier$/.test(messages.type);
  return isVariable ? `${messages.text}.length` : undefined;
}

/** The messages that are written out: in an array, or as what a `map` makes. */
export function literalMessages(messages: Node | undefined): Node[] | undefined {
  if (messages?.type === 'array') {
    const items = messages.namedChildren.filter(({ type }) => type !== 'comment');
    return items.every(({ type }) => type === 'object') ? items : undefined;
  }
  const made = messages?.type === 'call_expression' ? argumentsOf(messages)[0] : undefined;
  const body = made?.type === 'arrow_function' ? made.childForFieldName('body') : undefined;
  const isMap = messages?.childForFieldName('function')?.text.endsWith('.map');
  const value = body?.type === 'parenthesized_expression' ? body.firstNamedChild : undefined;
  return isMap && value?.type === 'object' ? [value] : undefined;
}

/**
 * Puts what a variable holds into a property of each message, where they are written out or where a variable has them.
 * @param nameOf Gives the name of one of them, where it is needed.
 */
export function inEach(
  file: ParsedFile,
  messages: Node,
  property: string,
  variable: string,
  nameOf: () => string,
): TextEdit[] {
  const literals = literalMessages(messages);
  if (literals) return literals.flatMap((message) => merged(file, message, property, variable));
  const map = `${messages.text}${mapWith(property, variable, nameOf())}`;
  const isShorthand = messages.type === 'shorthand_property_identifier';
  return [{ ...rangeOf(messages), text: isShorthand ? `${messages.text}: ${map}` : map }];
}

/** The call that does so to a list. */
export function mapWith(property: string, variable: string, message: string): string {
  return `.map((${message}) => ({ ...${message}, ${property}: { ...${message}.${property}, ...${variable} } }))`;
}
