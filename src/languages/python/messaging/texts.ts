import type { Node } from 'web-tree-sitter';
import type { Code, Destination, TextWriter } from '../../messaging.ts';
import { literal } from '../../spanName.ts';
import { stringParts } from '../strings.ts';

/** Writes texts with a file's quotes: as f-strings, or as a sum where an expression has quotes of its own. */
export function textWriter(quote: string): TextWriter {
  const escaped = (text: string): string =>
    text.replace(/[\\'"\n]/g, (c) => (c === '\n' ? '\\n' : c === quote || c === '\\' ? `\\${c}` : c));
  const string = (text: string): string => quote + escaped(text) + quote;
  return {
    literal: string,
    text: (given) => {
      const parts = merged(given);
      const [only] = parts;
      if (parts.length === 1) {
        if (typeof only === 'string') return string(only);
        return only!.mayBeNone ? `${only!.code} or ${string('')}` : only!.code;
      }
      if (parts.some((part) => typeof part !== 'string' && /['"\\{}]/.test(part.code))) {
        return parts.map((part) => (typeof part === 'string' ? string(part) : part.code)).join(' + ');
      }
      const inside = parts.map((part) =>
        typeof part === 'string' ? escaped(part).replace(/[{}]/g, '$&$&') : `{${part.code}}`,
      );
      return `f${quote}${inside.join('')}${quote}`;
    },
  };
}

function merged(parts: Destination): Destination {
  const result: (string | Code)[] = [];
  for (const part of parts) {
    const before = result.at(-1);
    if (typeof part === 'string' && typeof before === 'string') result[result.length - 1] = before + part;
    else if (part !== '') result.push(part);
  }
  return result;
}

/**
 * What an argument says: its text, or code that may be written a second time. `undefined` where that would do
 * something a second time.
 */
export function said(node: Node | undefined): string | Code | undefined {
  if (!node) return undefined;
  const text = literal(stringParts(node));
  if (text !== undefined && /string$/.test(node.type)) return text;
  return isRepeatable(node) ? { code: node.text } : undefined;
}

/** Names, attributes, keys and texts made of these. */
function isRepeatable(node: Node): boolean {
  switch (node.type) {
    case 'identifier':
    case 'integer':
    case 'string_start':
    case 'string_content':
    case 'string_end':
      return true;
    case 'attribute':
      return isRepeatable(node.childForFieldName('object')!);
    case 'string':
    case 'interpolation':
    case 'subscript':
    case 'binary_operator':
      return !node.text.includes('\n') && node.namedChildren.every(isRepeatable);
    default:
      return false;
  }
}
