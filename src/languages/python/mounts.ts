import type { Node, Tree } from 'web-tree-sitter';
import { query } from '../query.ts';
import type { MountSite } from '../sites.ts';
import { literal } from '../spanName.ts';
import { argumentsOf, calleeName, type Arguments } from './calls.ts';
import { stringParts, type Constants } from './strings.ts';

const constructors: Readonly<Record<string, string>> = {
  Flask: 'flask',
  Blueprint: 'flask',
  FastAPI: 'fastapi',
  APIRouter: 'fastapi',
};

/** The apps, blueprints and routers of a file, by variable; what it takes in from other files has no framework. */
export type Routers = ReadonlyMap<string, Router>;

/** An app, blueprint or router of the file. */
export interface Router {
  readonly framework: string;
  readonly prefix: string;
  /** Who took it in, and under what prefix; Flask's registration replaces the blueprint's own prefix. */
  readonly mounts: { readonly parent: string; readonly prefix: string | undefined }[];
}

export function routersOf(calls: readonly Node[], constants: Constants): Routers {
  const routers = new Map<string, Router>();
  for (const call of calls) {
    const framework = constructors[calleeName(call)];
    const name = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left')?.text : undefined;
    if (!framework || !name) continue;
    routers.set(name, { framework, prefix: prefixOf(argumentsOf(call), constants) ?? '', mounts: [] });
  }
  for (const call of calls) {
    if (!/^(?:register_blueprint|include_router)$/.test(calleeName(call))) continue;
    const args = argumentsOf(call);
    const parent = call.childForFieldName('function')?.childForFieldName('object')?.text;
    const name = args.positional[0]?.text;
    if (!parent || !name) continue;
    const mounted = routers.get(name) ?? { framework: '', prefix: '', mounts: [] };
    mounted.mounts.push({ parent, prefix: prefixOf(args, constants) });
    routers.set(name, mounted);
  }
  return routers;
}

function prefixOf(args: Arguments, constants: Constants): string | undefined {
  return literal(stringParts(args.keyword.get('url_prefix') ?? args.keyword.get('prefix'), constants));
}

/** Every prefix under which a router is served, as far as this file tells. */
export function prefixesOf(
  name: string,
  routers: ReadonlyMap<string, Router>,
  seen: readonly string[] = [],
): string[] {
  const router = routers.get(name);
  if (!router || seen.includes(name)) return [''];
  if (router.mounts.length === 0) return [router.prefix];
  return router.mounts.flatMap((mount) => {
    const own =
      router.framework === 'flask' ? (mount.prefix ?? router.prefix) : (mount.prefix ?? '') + router.prefix;
    return prefixesOf(mount.parent, routers, [...seen, name]).map((outer) => outer + own);
  });
}

const imports = query(`
  (import_from_statement module_name: (_) @module name: (dotted_name) @name)
  (import_from_statement module_name: (_) @module
    name: (aliased_import name: (dotted_name) @name alias: (identifier) @local))
  (import_statement name: (aliased_import name: (dotted_name) @name alias: (identifier) @local))
  (import_statement name: (dotted_name) @name)
`);

/** The routers of other files that this one takes in. */
export function mountSites(tree: Tree, routers: Routers): MountSite[] {
  const foreign = [...routers].filter(([, { framework }]) => framework === '');
  if (foreign.length === 0) return [];
  const modules = new Map<string, string[]>();
  for (const found of imports(tree)) {
    const module = found.get('module')?.text.replace(/^\.+/, '') ?? '';
    const name = found.get('name')!.text;
    const ends = [module, [module, name].filter(Boolean).join('.')].filter(Boolean);
    modules.set(
      found.get('local')?.text ?? name,
      ends.map((end) => end.replaceAll('.', '/')),
    );
  }
  return foreign.flatMap(([text]) => {
    // `items.router` is an attribute of the module `items`.
    const local = modules.has(text) ? text : text.replace(/\.\w+$/, '');
    const ends = modules.get(local);
    return ends ? prefixesOf(text, routers).map((prefix) => ({ prefix, modules: ends })) : [];
  });
}
