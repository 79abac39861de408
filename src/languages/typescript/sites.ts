import type { Node } from 'web-tree-sitter';
import { outline, type Scope } from '../outline.ts';
import type { ParsedFile } from '../parsed.ts';
import { query, type Captures } from '../query.ts';
import type { SourceSites } from '../sites.ts';
import type { NamePart } from '../spanName.ts';
import { isFunction } from './calls.ts';
import { mountSites, mountsOf } from './mounts.ts';
import { registrations, routersOf, routeSites } from './routes.ts';
import { spanSite, tracerScope } from './spanCalls.ts';
import { constantsOf } from './strings.ts';

const find = query(`
  [(class_declaration name: (_) @name) (abstract_class_declaration name: (_) @name) (class name: (_) @name)] @class
  (variable_declarator name: (identifier) @name value: (object) @class)
  [
    (function_declaration name: (_) @name)
    (generator_function_declaration name: (_) @name)
    (method_definition name: (_) @name)
    (function_expression name: (_) @name)
  ] @function
  (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @function)
  (program (lexical_declaration (variable_declarator name: (identifier) @name value: (call_expression arguments: (arguments [(arrow_function) (function_expression)] @function)))))
  (export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: (call_expression arguments: (arguments [(arrow_function) (function_expression)] @function)))))
  (assignment_expression left: [(identifier) @name (member_expression property: (_) @name)] right: [(arrow_function) (function_expression)] @function)
  (pair key: (_) @name value: [(arrow_function) (function_expression)] @function)
  (public_field_definition name: (_) @name value: [(arrow_function) (function_expression)] @function)
  [(arrow_function) (function_expression) (generator_function)] @function
  [(call_expression) (new_expression)] @call
  (variable_declarator name: (identifier) @constant value: [(string) (template_string) (object) (as_expression) (satisfies_expression)] @value)
`);

/** The functions, spans and routes of a file in TypeScript or JavaScript. */
export function sites(file: ParsedFile): SourceSites {
  const calls: Node[] = [];
  const constants = new Map<string, readonly NamePart[]>();
  const scopes = new Map<number, Scope>();
  for (const match of find(file.tree)) {
    const call = match.get('call');
    const value = match.get('value');
    if (call) calls.push(call);
    else if (value) addConstant(constants, match.get('constant')!, value);
    else addScope(scopes, match);
  }
  const routers = routersOf(calls);
  const routes = registrations(calls, constants, routers);
  const mounts = mountsOf(calls, constants);
  const handlers = new Set(routes.map((route) => route.handler.id));
  const functions = outline(worthNaming([...scopes.values()], handlers));
  return {
    functions: functions.functions,
    spans: calls.flatMap((call) => spanSite(call, constants, functions) ?? []),
    routes: routeSites(routes, mounts, routers, functions),
    mounts: mountSites(file.tree, mounts),
    scopes: [...new Set(calls.flatMap((call) => tracerScope(call, constants) ?? []))],
  };
}

function addConstant(constants: Map<string, readonly NamePart[]>, name: Node, value: Node): void {
  if (!name.parent?.parent?.text.startsWith('const')) return;
  for (const [key, parts] of constantsOf(name.text, value)) constants.set(key, parts);
}

/** A function is caught once for what it is and once for what gives it a name: the name stays. */
function addScope(scopes: Map<number, Scope>, match: Captures): void {
  const node = match.get('function') ?? match.get('class')!;
  const nameNode = match.get('name');
  if (!nameNode && scopes.has(node.id)) return;
  const name = nameNode?.text.replace(/^(['"])(.*)\1$/, '$2') ?? '';
  scopes.set(node.id, {
    node,
    head: head(node),
    name,
    nameNode: nameNode ?? node,
    isFunction: match.has('function'),
  });
}

/** Up through `export const name =`, where the function is all there is. */
function head(node: Node): Node {
  let top = node;
  if (isFunction(node) && node.parent?.type === 'variable_declarator') {
    const declaration = node.parent.parent;
    if (declaration?.namedChildCount === 1) top = declaration;
  }
  return top.parent?.type === 'export_statement' ? top.parent : top;
}

/**
 * A callback's code belongs to the function around it, which is what people know by name; it counts by itself where it
 * handles a route or where nothing is around it.
 */
function worthNaming(scopes: readonly Scope[], handlers: ReadonlySet<number>): Scope[] {
  const sorted = scopes.toSorted(
    (a, b) => a.node.startIndex - b.node.startIndex || b.node.endIndex - a.node.endIndex,
  );
  const kept: Scope[] = [];
  let covered = -1;
  for (const scope of sorted) {
    const callback = scope.isFunction && scope.name === '' && !handlers.has(scope.node.id);
    if (callback && scope.node.startIndex < covered) continue;
    kept.push(scope);
    if (scope.isFunction) covered = Math.max(covered, scope.node.endIndex);
  }
  return kept;
}
