import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { calleeName } from '../calls.ts';
import { importStatements } from '../importStatements.ts';

/** What a library's client is: told by what made it, else by what it is called. */
export interface Client {
  /** Classes and functions that make one, without their module; also the classes that annotate one. */
  readonly made: RegExp;
  /** Names that people give it, for one that is made in another file. */
  readonly named: RegExp;
}

/** Whether an expression is a client of that kind. */
export function isClient(file: ParsedFile, expression: Node, { made, named }: Client): boolean {
  const isCall = expression.type === 'call';
  const known = isCall ? [calleeName(expression)] : (makers(file).get(expression.text) ?? []);
  if (known.some((maker) => made.test(maker))) return true;
  // What a function of one's own makes, or an object keeps, is told by its name: `get_producer()`, `app.state.producer`.
  const others = known.filter((maker) => !/^_*[A-Z]/.test(maker));
  if (others.length < known.length) return false;
  return [...others, isCall ? '' : /\w*$/.exec(expression.text)![0]].some((name) => named.test(name));
}

/** By variable or attribute: the names of what makes it anywhere in the file, and of its types. */
const makers = perTree(({ tree }: ParsedFile): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  const types = ['assignment', 'typed_parameter', 'typed_default_parameter', 'as_pattern'];
  for (const node of nodesOf(tree, ...types)) {
    const named = node.childForFieldName(node.type === 'assignment' ? 'left' : 'name');
    const target = (named ?? node.childForFieldName('alias') ?? node.firstNamedChild)!.text;
    const value = node.type === 'as_pattern' ? node.firstNamedChild : node.childForFieldName('right');
    const made = [typeName(node.childForFieldName('type')), makerName(value)].filter(Boolean);
    found.set(target, [...(found.get(target) ?? []), ...made]);
  }
  return found;
});

/** `Producer` of `confluent_kafka.Producer | None`. */
function typeName(type: Node | null): string {
  return /^["']?(?:Optional\[)?(?:\w+\.)*(\w+)/.exec(type?.text ?? '')?.[1] ?? '';
}

function makerName(value: Node | null): string {
  let made = value;
  while (made?.type === 'await' || made?.type === 'parenthesized_expression') made = made.firstNamedChild;
  if (made?.type === 'call') return calleeName(made);
  return made?.type === 'attribute' ? made.childForFieldName('attribute')!.text : '';
}

interface Imported {
  readonly module: string;
  /** What it is called here. */
  readonly name: string;
}

const importsOf = perTree((file: ParsedFile): readonly Imported[] =>
  importStatements(file).flatMap((node) =>
    node.childrenForFieldName('name').map((item) => {
      const own = (item.childForFieldName('name') ?? item).text;
      return {
        module: node.childForFieldName('module_name')?.text ?? own,
        name: item.childForFieldName('alias')?.text ?? own,
      };
    }),
  ),
);

/** Whether the file imports one of the modules or something below it. */
export function importsAny(file: ParsedFile, modules: readonly string[]): boolean {
  return importsOf(file).some(({ module }) =>
    modules.some((one) => module === one || module.startsWith(`${one}.`)),
  );
}

/** The module that a name, or what it is an attribute of, is imported from; '' for others. */
export function moduleOf(file: ParsedFile, expression: Node): string {
  const root = expression.text.split('.', 1)[0];
  return importsOf(file).find(({ name }) => name === root)?.module ?? '';
}
