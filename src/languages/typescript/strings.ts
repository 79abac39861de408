import type { Node } from 'web-tree-sitter';
import type { NamePart } from '../spanName.ts';

/** Text of the file's constants: `NAME` for `const NAME = 'text'`, `Names.order` for a constant object's member. */
export type Constants = ReadonlyMap<string, readonly NamePart[]>;

const noConstants: Constants = new Map();

/** The pieces of a string expression, or undefined where it is none: literals, templates, `+`, constants. */
export function stringParts(
  node: Node | null | undefined,
  constants = noConstants,
): readonly NamePart[] | undefined {
  switch (node?.type) {
    case 'string':
      return node.namedChildren.map((child) =>
        child.type === 'escape_sequence' ? unescape(child.text) : child.text,
      );
    case 'template_string':
      return node.namedChildren.flatMap((child) => templatePiece(child, constants));
    case 'identifier':
    case 'member_expression':
      return constants.get(node.text);
    case 'as_expression':
    case 'satisfies_expression':
    case 'parenthesized_expression':
      return stringParts(node.firstNamedChild, constants);
    case 'binary_expression':
      return concatenation(node, constants);
    default:
      return undefined;
  }
}

/** The constants that a declarator of a `const` makes. */
export function constantsOf(name: string, value: Node): [string, readonly NamePart[]][] {
  const inner = /^(?:as|satisfies)_expression$/.test(value.type) ? value.firstNamedChild : value;
  if (inner?.type === 'object') {
    return inner.namedChildren.flatMap((pair) => {
      const parts = stringParts(pair.childForFieldName('value'));
      return parts ? [[`${name}.${pair.childForFieldName('key')?.text ?? ''}`, parts]] : [];
    });
  }
  const parts = stringParts(inner);
  return parts ? [[name, parts]] : [];
}

function templatePiece(node: Node, constants: Constants): readonly NamePart[] {
  if (node.type === 'template_substitution') return stringParts(node.firstNamedChild, constants) ?? [null];
  return [node.type === 'escape_sequence' ? unescape(node.text) : node.text];
}

function concatenation(node: Node, constants: Constants): readonly NamePart[] | undefined {
  if (node.childForFieldName('operator')?.text !== '+') return undefined;
  const left = stringParts(node.childForFieldName('left'), constants);
  const right = stringParts(node.childForFieldName('right'), constants);
  return left || right ? [...(left ?? [null]), ...(right ?? [null])] : undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescape(text: string): string {
  const code = /^\\(?:u\{?([0-9a-f]+)\}?|x([0-9a-f]{2}))$/i.exec(text);
  const digits = code?.[1] ?? code?.[2];
  if (digits) return String.fromCodePoint(Math.min(parseInt(digits, 16), 0x10ffff));
  return escapes[text.slice(1)] ?? text.slice(1);
}
