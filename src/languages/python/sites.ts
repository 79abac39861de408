import type { Node } from 'web-tree-sitter';
import { outline, type Scope } from '../outline.ts';
import type { ParsedFile } from '../parsed.ts';
import { query } from '../query.ts';
import type { SourceSites } from '../sites.ts';
import type { NamePart } from '../spanName.ts';
import { mountSites, routersOf } from './mounts.ts';
import { routeSites } from './routes.ts';
import { spanSite, tracerScope } from './spanCalls.ts';
import { stringParts } from './strings.ts';

const find = query(`
  (class_definition name: (identifier) @name) @class
  (function_definition name: (identifier) @name) @function
  (call function: [(identifier) (attribute)]) @call
  (module (expression_statement (assignment left: (identifier) @constant right: (_) @value)))
`);

/** The functions, spans and routes of a Python file. */
export function sites(file: ParsedFile): SourceSites {
  const scopes: Scope[] = [];
  const calls: Node[] = [];
  const constants = new Map<string, readonly NamePart[]>();
  const assigned = new Set<string>();
  for (const match of find(file.tree)) {
    const node = match.get('function') ?? match.get('class');
    const nameNode = match.get('name');
    const constant = match.get('constant')?.text;
    if (node && nameNode) scopes.push(scope(node, nameNode, match.has('function')));
    else if (constant !== undefined) {
      const parts = assigned.has(constant) ? undefined : stringParts(match.get('value'));
      assigned.add(constant);
      if (parts) constants.set(constant, parts);
      else constants.delete(constant);
    } else calls.push(match.get('call')!);
  }
  const functions = outline(scopes);
  const routers = routersOf(calls, constants);
  return {
    functions: functions.functions,
    spans: calls.flatMap((call) => spanSite(call, constants, functions) ?? []),
    routes: routeSites(calls, constants, routers, functions),
    mounts: mountSites(file.tree, routers),
    scopes: [...new Set(calls.flatMap((call) => tracerScope(call, constants) ?? []))],
  };
}

function scope(node: Node, nameNode: Node, isFunction: boolean): Scope {
  const head = node.parent?.type === 'decorated_definition' ? node.parent : node;
  return { node, head, name: nameNode.text, nameNode, isFunction };
}
