import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { calleeName } from '../calls.ts';

/** What a library's client is: told by what made it, else by what it is called. */
export interface Client {
  /** Classes and methods that make one; also the types of one. */
  readonly made: RegExp;
  /** Names that people give it, for one that is made in another file. */
  readonly named: RegExp;
}

/** Whether an expression is a client of that kind. */
export function isClient(file: ParsedFile, given: Node, { made, named }: Client): boolean {
  const expression = withoutAwait(given);
  const known = makersOf(file, expression.text);
  if (known.length > 0) return known.some((maker) => made.test(nameOf(maker)));
  if (/^(?:call|new)_expression$/.test(expression.type)) return made.test(calleeName(expression));
  return named.test(/[\w$]*$/.exec(expression.text)![0]);
}

/** What makes the variable or field anywhere in the file, and its types. */
export function makersOf(file: ParsedFile, name: string): readonly Node[] {
  return makers(file).get(name) ?? [];
}

const makers = perTree(({ tree }: ParsedFile): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>();
  const types = [
    'variable_declarator',
    'assignment_expression',
    'required_parameter',
    'public_field_definition',
  ];
  for (const node of nodesOf(tree, ...types)) {
    const named = node.childForFieldName('left') ?? node.childForFieldName('pattern');
    const target = (named ?? node.childForFieldName('name'))!.text;
    const type = node.childForFieldName('type')?.firstNamedChild;
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    const name = node.type === 'public_field_definition' ? `this.${target}` : target;
    const made = [value && withoutAwait(value), type].filter((one) => one && nameOf(one) !== '') as Node[];
    found.set(name, [...(found.get(name) ?? []), ...made]);
  }
  return found;
});

function withoutAwait(value: Node): Node {
  let made = value;
  while (/^(?:await|parenthesized|as|non_null)_expression$/.test(made.type)) made = made.firstNamedChild!;
  return made;
}

function nameOf(maker: Node): string {
  if (/^(?:call|new)_expression$/.test(maker.type)) return calleeName(maker);
  if (/type/.test(maker.type)) return /^(?:\w+\.)*(\w+)/.exec(maker.text)?.[1] ?? '';
  return '';
}

/** Whether the file brings in one of the modules. */
export function importsAny(file: ParsedFile, modules: readonly string[]): boolean {
  return modules.some((name) => file.text.includes(`'${name}'`) || file.text.includes(`"${name}"`));
}
