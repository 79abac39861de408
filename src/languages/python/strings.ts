import type { Node } from 'web-tree-sitter';
import { perText } from '../perText.ts';
import type { NamePart } from '../spanName.ts';

/** Text of the module's constants by name: `NAME = "text"`, assigned once. */
export type Constants = ReadonlyMap<string, readonly NamePart[]>;

const noConstants: Constants = new Map();

/** The pieces of a string expression, or undefined where it is none: literals, f-strings, `%`, `+`, `.format`, constants. */
export function stringParts(
  node: Node | null | undefined,
  constants = noConstants,
): readonly NamePart[] | undefined {
  switch (node?.type) {
    case 'string':
      return node.namedChildren.flatMap((child) => stringPiece(child, constants));
    case 'concatenated_string':
      return node.namedChildren.flatMap((child) => stringParts(child, constants) ?? []);
    case 'parenthesized_expression':
      return stringParts(node.firstNamedChild, constants);
    case 'identifier':
      return constants.get(node.text);
    case 'binary_operator':
      return binary(node, constants);
    case 'call':
      return formatted(node, constants);
    default:
      return undefined;
  }
}

function stringPiece(node: Node, constants: Constants): readonly NamePart[] {
  if (node.type === 'interpolation') {
    return (node.namedChildCount === 1 && constants.get(node.firstNamedChild!.text)) || [null];
  }
  if (node.type !== 'string_content') return [];
  return [unescape(node.text)];
}

function binary(node: Node, constants: Constants): readonly NamePart[] | undefined {
  const left = stringParts(node.childForFieldName('left'), constants);
  const operator = node.childForFieldName('operator')?.text;
  if (operator === '%') return left && splitAt(left, /%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/);
  if (operator !== '+') return undefined;
  const right = stringParts(node.childForFieldName('right'), constants);
  return left || right ? [...(left ?? [null]), ...(right ?? [null])] : undefined;
}

/** `"text {}".format(…)` */
function formatted(node: Node, constants: Constants): readonly NamePart[] | undefined {
  const callee = node.childForFieldName('function');
  if (callee?.childForFieldName('attribute')?.text !== 'format') return undefined;
  const text = stringParts(callee.childForFieldName('object'), constants);
  return text && splitAt(text, /\{[^{}]*\}/);
}

function splitAt(parts: readonly NamePart[], hole: RegExp): NamePart[] {
  return parts.flatMap((part) =>
    part === null
      ? [null]
      : part.split(hole).flatMap((text, i): NamePart[] => (i === 0 ? [text] : [null, text])),
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescape(text: string): string {
  return text
    .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi, (_, u?: string, x?: string, plain?: string) => {
      const code = u ?? x;
      return code ? String.fromCharCode(parseInt(code, 16)) : (escapes[plain ?? ''] ?? plain ?? '');
    })
    .replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
}

/** The quote that most strings of a text have. */
export const quoteOf = perText((text): '"' | "'" =>
  (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"',
);

/** A text as a literal. */
export function stringLiteral(text: string, quote: string): string {
  const escaped = text.replace(/[\\'"\n\r\t]/g, (c) => {
    if (c === '\\' || c === quote) return `\\${c}`;
    return { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[c] ?? c;
  });
  return quote + escaped + quote;
}
