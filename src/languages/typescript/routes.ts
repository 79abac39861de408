import type { Node } from 'web-tree-sitter';
import type { Outline } from '../outline.ts';
import type { RouteSite } from '../sites.ts';
import { literal } from '../spanName.ts';
import { argumentsOf, calleeName, chainRoot, isFunction, receiverOf } from './calls.ts';
import { joinPaths, prefixesOf, type Mounts } from './mounts.ts';
import { stringParts, type Constants } from './strings.ts';

const verbs = /^(?:get|post|put|delete|patch|options|head|all)$/;
/** What makes an app or a router, and whose it is. */
const constructors: Readonly<Record<string, string>> = {
  express: 'express',
  Router: 'express',
  fastify: 'fastify',
  Fastify: 'fastify',
  Hono: 'hono',
};
/** Names that hold a router where the file does not show its making. */
const routerName = /(?:^|[^a-z])(?:app|api|server|routes?)$|(?:app|router|routes|server)$/i;

/** A registration before its handler's function has a number. */
export interface Registration {
  readonly call: Node;
  readonly receiver: string;
  readonly method: string;
  readonly paths: readonly string[];
  readonly handler: Node;
}

/** The registrations of Express and of the frameworks that took its form. */
export function registrations(calls: readonly Node[], constants: Constants, made: Routers): Registration[] {
  return calls.flatMap((call) => {
    const verb = calleeName(call);
    if (!verbs.test(verb)) return [];
    const args = argumentsOf(call);
    const chained = routeCall(call);
    const paths = pathsOf(argumentsOf(chained ?? call)[0], constants);
    const handler = handlerOf(args.slice(chained ? 0 : 1));
    const receiver = chainRoot(chained ?? call);
    if (paths.length === 0 || !receiver || !handler) return [];
    const known = made.has(receiver) || routerName.test(receiver) || isFunction(handler);
    return known
      ? [{ call, receiver, method: verb === 'all' ? '' : verb.toUpperCase(), paths, handler }]
      : [];
  });
}

/** The apps and routers that a file makes, by variable, with the name of their framework. */
export type Routers = ReadonlyMap<string, string>;

export function routersOf(calls: readonly Node[]): Routers {
  const routers = new Map<string, string>();
  for (const call of calls) {
    const framework = constructors[calleeName(call)];
    const name =
      call.parent?.type === 'variable_declarator' ? call.parent.childForFieldName('name')?.text : undefined;
    if (framework && name) routers.set(name, framework);
  }
  return routers;
}

/** The routes with their full path, where the file shows under what prefix a router is mounted. */
export function routeSites(
  found: readonly Registration[],
  mounts: Mounts,
  routers: Routers,
  functions: Outline,
): RouteSite[] {
  return found.flatMap(({ call, receiver, method, paths, handler }) => {
    const place = (call.childForFieldName('function')?.childForFieldName('property') ?? call).startPosition;
    const index = handlerIndex(handler, functions);
    return prefixesOf(receiver, mounts).flatMap((prefix) =>
      paths.map((path) => ({
        method,
        route: joinPaths(prefix, path),
        framework: routers.get(receiver) ?? 'express',
        line: place.row + 1,
        column: place.column + 1,
        handler: index,
        handlerName: index < 0 ? handlerName(handler) : '',
      })),
    );
  });
}

/** `app.route('/x')` under `app.route('/x').get(…).post(…)`. */
function routeCall(call: Node): Node | undefined {
  let below = receiverOf(call);
  while (below?.type === 'call_expression' && verbs.test(calleeName(below))) below = receiverOf(below);
  return below?.type === 'call_expression' && calleeName(below) === 'route' ? below : undefined;
}

function pathsOf(node: Node | undefined, constants: Constants): string[] {
  const nodes = node?.type === 'array' ? node.namedChildren : [node];
  return nodes.flatMap((item) => {
    const path = literal(stringParts(item, constants));
    return path !== undefined && /^(?:[/*]|$)/.test(path) ? [path] : [];
  });
}

/** The last handler: what comes before it is middleware. Looks through wrappers: `wrap(async (req, res) => …)`. */
export function handlerOf(args: readonly Node[]): Node | undefined {
  let node = args.at(-1);
  while (node?.type === 'call_expression' || node?.type === 'array') {
    if (node.type === 'array') node = node.namedChildren.at(-1);
    else if (calleeName(node) === 'bind') node = receiverOf(node);
    else node = argumentsOf(node).find((item) => isFunction(item)) ?? argumentsOf(node)[0];
  }
  return node && (isFunction(node) || /^(?:identifier|member_expression)$/.test(node.type))
    ? node
    : undefined;
}

function handlerIndex(handler: Node, functions: Outline): number {
  return isFunction(handler) ? functions.indexOf(handler) : functions.named(handlerName(handler));
}

function handlerName(handler: Node): string {
  return isFunction(handler) ? '' : (handler.text.split('.').at(-1) ?? '');
}
