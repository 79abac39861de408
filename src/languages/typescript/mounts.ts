import type { Node, Tree } from 'web-tree-sitter';
import { query } from '../query.ts';
import type { MountSite } from '../sites.ts';
import { literal } from '../spanName.ts';
import { argumentsOf, calleeName, chainRoot } from './calls.ts';
import { stringParts, type Constants } from './strings.ts';

/** Where the routers of a file are mounted, by variable. */
export type Mounts = ReadonlyMap<string, readonly Mount[]>;

export interface Mount {
  readonly parent: string;
  readonly prefix: string;
  /** What is mounted, where it is no variable: `require('./orders')`. */
  readonly node: Node;
}

const imports = query(`
  (import_statement (import_clause [
    (identifier) @local
    (namespace_import (identifier) @local)
    (named_imports (import_specifier !alias name: (identifier) @local))
    (named_imports (import_specifier alias: (identifier) @local))
  ]) source: (string) @module)
  (variable_declarator
    name: [(identifier) @local (object_pattern [
      (shorthand_property_identifier_pattern) @local
      (pair_pattern value: (identifier) @local)
    ])]
    value: (call_expression function: (identifier) @require arguments: (arguments . (string) @module))
    (#eq? @require "require"))
`);

/** `app.use('/prefix', middleware, router)`, by the router's text. */
export function mountsOf(calls: readonly Node[], constants: Constants): Mounts {
  const mounts = new Map<string, Mount[]>();
  for (const call of calls) {
    const parent = chainRoot(call);
    if (calleeName(call) !== 'use' || !parent) continue;
    const [first, ...others] = argumentsOf(call);
    const prefix = literal(stringParts(first, constants));
    for (const node of prefix === undefined ? argumentsOf(call) : others) {
      const known = mounts.get(node.text) ?? [];
      mounts.set(node.text, [...known, { parent, prefix: prefix ?? '', node }]);
    }
  }
  return mounts;
}

/** Every prefix under which a router is served, as far as this file tells. */
export function prefixesOf(name: string, mounts: Mounts, seen: readonly string[] = []): string[] {
  const over = mounts.get(name);
  if (!over || seen.includes(name)) return [''];
  return over.flatMap((mount) =>
    prefixesOf(mount.parent, mounts, [...seen, name]).map((outer) => joinPaths(outer, mount.prefix)),
  );
}

export function joinPaths(prefix: string, path: string): string {
  if (!prefix || prefix === '/') return path || '/';
  return prefix.replace(/\/$/, '') + (path === '/' ? '' : path);
}

/** The routers of other files that this one mounts. */
export function mountSites(tree: Tree, mounts: Mounts): MountSite[] {
  if (mounts.size === 0) return [];
  const modules = new Map<string, string>();
  for (const found of imports(tree))
    modules.set(found.get('local')!.text, found.get('module')!.text.slice(1, -1));
  return [...mounts].flatMap(([name, [mount]]) => {
    const module = mount && (required(mount.node) ?? modules.get(/^\w*/.exec(name)![0]));
    // A package's middleware is no router of ours.
    if (!module || !/^[.@~#]/.test(module)) return [];
    const end = module.replace(/^(?:[.@~#]+\/)+/, '').replace(/\.[cm]?[jt]s$/, '');
    return prefixesOf(name, mounts).map((prefix) => ({ prefix, modules: [end] }));
  });
}

function required(node: Node): string | undefined {
  if (node.type !== 'call_expression' || calleeName(node) !== 'require') return undefined;
  return literal(stringParts(argumentsOf(node)[0]));
}
