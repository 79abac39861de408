import type { Node } from 'web-tree-sitter';
import type { Code, TextWriter } from '../../messaging.ts';
import { literal } from '../../spanName.ts';
import { stringParts } from '../strings.ts';
import { quoted } from '../style.ts';

/** Writes texts with a file's quotes, and as templates where expressions stand in them. */
export function textWriter(quote: string): TextWriter {
  return {
    literal: (text) => quoted(text, quote),
    text: (parts) => {
      const [only] = parts;
      if (parts.every((part) => typeof part === 'string')) return quoted(parts.join(''), quote);
      if (parts.length === 1 && typeof only === 'object') return only.code;
      const inside = parts.map((part) =>
        typeof part === 'string' ? part.replace(/[`\\]|\$\{/g, '\\$&') : templated(part.code),
      );
      return `\`${inside.join('')}\``;
    },
  };
}

/** A template in a template is a part of it. */
function templated(code: string): string {
  return /^`[^`]*`$/.test(code) ? code.slice(1, -1) : `\${${code}}`;
}

/**
 * What a value says: its text, or code that may be written a second time. `undefined` where that would do something a
 * second time.
 */
export function said(node: Node | undefined): string | Code | undefined {
  if (!node) return undefined;
  const text = /^(?:template_)?string$/.test(node.type) ? literal(stringParts(node)) : undefined;
  if (text !== undefined) return text;
  return isRepeatable(node) ? { code: node.text } : undefined;
}

/** Names, members, keys and texts made of these. */
function isRepeatable(node: Node): boolean {
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
    case 'this':
    case 'number':
    case 'string':
    case 'string_fragment':
      return true;
    case 'member_expression':
    case 'non_null_expression':
      return isRepeatable(node.firstNamedChild!);
    case 'template_string':
    case 'template_substitution':
    case 'subscript_expression':
      return !node.text.includes('\n') && node.namedChildren.every(isRepeatable);
    default:
      return false;
  }
}
