import type { Node, Tree } from 'web-tree-sitter';
import type { ParsedFile } from '../../parsed.ts';
import { query } from '../../query.ts';
import { calleeName } from '../calls.ts';

/** What a library's client is: told by what made it, else by what it is called. */
export interface Client {
  /** Classes and functions that make one, without their module; also the classes that annotate one. */
  readonly made: RegExp;
  /** Names that people give it, for one that is made in another file. */
  readonly named: RegExp;
}

const bound = query(`
  (assignment left: (_) @name type: (type)? @type right: (_)? @value)
  (typed_parameter . (identifier) @name type: (type) @type)
  (typed_default_parameter name: (identifier) @name type: (type) @type)
  (as_pattern (_) @value alias: (as_pattern_target (_) @name))
`);

/** Whether an expression is a client of that kind. */
export function isClient(file: ParsedFile, expression: Node, { made, named }: Client): boolean {
  const known = makersOf(file, expression.text);
  if (known.length > 0) return known.some((maker) => made.test(maker));
  if (expression.type === 'call') return made.test(calleeName(expression));
  return named.test(/\w*$/.exec(expression.text)![0]);
}

const makers = new WeakMap<Tree, ReadonlyMap<string, readonly string[]>>();

/** Names of what makes the variable or attribute anywhere in the file, and of its types. */
function makersOf({ tree }: ParsedFile, name: string): readonly string[] {
  let all = makers.get(tree);
  if (!all) {
    const found = new Map<string, string[]>();
    for (const match of bound(tree)) {
      const target = match.get('name')!.text;
      const made = [typeName(match.get('type')), makerName(match.get('value'))].filter(Boolean);
      found.set(target, [...(found.get(target) ?? []), ...made]);
    }
    all = found;
    makers.set(tree, all);
  }
  return all.get(name) ?? [];
}

/** `Producer` of `confluent_kafka.Producer | None`. */
function typeName(type: Node | undefined): string {
  return /^["']?(?:Optional\[)?(?:\w+\.)*(\w+)/.exec(type?.text ?? '')?.[1] ?? '';
}

function makerName(value: Node | undefined): string {
  let made = value;
  while (made?.type === 'await' || made?.type === 'parenthesized_expression')
    made = made.firstNamedChild ?? undefined;
  if (made?.type === 'call') return calleeName(made);
  return made?.type === 'attribute' ? made.childForFieldName('attribute')!.text : '';
}

const imported = query(`
  (import_statement name: [(dotted_name) @module (aliased_import name: (dotted_name) @module)])
  (import_from_statement module_name: (_) @module
    name: [(dotted_name) @name (aliased_import alias: (identifier) @name)])
`);

/** Whether the file imports one of the modules or something below it. */
export function importsAny(file: ParsedFile, modules: readonly string[]): boolean {
  return imported(file.tree).some((match) => {
    const module = match.get('module')!.text;
    return modules.some((one) => module === one || module.startsWith(`${one}.`));
  });
}

/** The module that a name, or what it is an attribute of, is imported from; '' for others. */
export function moduleOf(file: ParsedFile, expression: Node): string {
  const root = expression.text.split('.', 1)[0];
  const match = imported(file.tree).find((one) => (one.get('name') ?? one.get('module'))!.text === root);
  return match?.get('module')!.text ?? '';
}
