import type { Node } from 'web-tree-sitter';
import type { Outline } from '../outline.ts';
import type { RouteSite } from '../sites.ts';
import { literal } from '../spanName.ts';
import { argument, argumentsOf, calleeName, type Arguments } from './calls.ts';
import { stringParts, type Constants } from './strings.ts';

const verbs = /^(?:get|post|put|delete|patch|options|head|trace)$/;
const constructors: Readonly<Record<string, string>> = {
  Flask: 'flask',
  Blueprint: 'flask',
  FastAPI: 'fastapi',
  APIRouter: 'fastapi',
};

/** An app, blueprint or router of the file. */
interface Router {
  readonly framework: string;
  readonly prefix: string;
  /** Who took it in, and under what prefix; Flask's registration replaces the blueprint's own prefix. */
  readonly mounts: { readonly parent: string; readonly prefix: string | undefined }[];
}

/** The routes of Flask and FastAPI, from decorators and from `add_url_rule` and `add_api_route`. */
export function routeSites(calls: readonly Node[], constants: Constants, functions: Outline): RouteSite[] {
  const routers = routersOf(calls, constants);
  return calls.flatMap((call) => {
    const callee = call.childForFieldName('function');
    const receiver = callee?.childForFieldName('object')?.text;
    if (!callee || !receiver) return [];
    const args = argumentsOf(call);
    const verb = calleeName(call);
    const decorated = call.parent?.type === 'decorator';
    const added = verb === 'add_url_rule' || verb === 'add_api_route';
    if (!added && !(decorated && (verb === 'route' || verb === 'api_route' || verbs.test(verb)))) return [];
    const path = literal(
      stringParts(argument(args, 0, verb === 'add_url_rule' ? 'rule' : 'path'), constants),
    );
    if (path === undefined || (path !== '' && !path.startsWith('/'))) return [];

    const view = decorated ? undefined : viewOf(args, verb);
    const handler = decorated ? functions.around(call.startIndex) : functions.named(view?.text ?? '');
    const framework = routers.get(receiver)?.framework ?? (/\{.*\}/.test(path) ? 'fastapi' : 'flask');
    const place = call.startPosition;
    return prefixesOf(receiver, routers).flatMap((prefix) =>
      methodsOf(verb, args).map((method) => ({
        method,
        route: prefix + path || '/',
        framework,
        line: place.row + 1,
        column: place.column + 1,
        handler,
        handlerName: handler < 0 && view ? viewName(view) : '',
      })),
    );
  });
}

function viewOf(args: Arguments, verb: string): Node | undefined {
  return verb === 'add_url_rule' ? argument(args, 2, 'view_func') : argument(args, 1, 'endpoint');
}

/** `views.list` gives `list`, `Orders.as_view("orders")` gives `Orders`. */
function viewName(view: Node): string {
  if (view.type === 'call') {
    const callee = view.childForFieldName('function');
    return (callee?.childForFieldName('object') ?? callee)?.text.split('.').at(-1) ?? '';
  }
  return view.text.split('.').at(-1) ?? '';
}

function methodsOf(verb: string, args: Arguments): string[] {
  if (verbs.test(verb)) return [verb.toUpperCase()];
  const listed = args.keyword
    .get('methods')
    ?.namedChildren.flatMap((item) => literal(stringParts(item))?.toUpperCase() ?? []);
  return listed?.length ? listed : ['GET'];
}

function routersOf(calls: readonly Node[], constants: Constants): Map<string, Router> {
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
    const mounted = routers.get(args.positional[0]?.text ?? '');
    if (parent) mounted?.mounts.push({ parent, prefix: prefixOf(args, constants) });
  }
  return routers;
}

function prefixOf(args: Arguments, constants: Constants): string | undefined {
  return literal(stringParts(args.keyword.get('url_prefix') ?? args.keyword.get('prefix'), constants));
}

/** Every prefix under which a router is served, as far as this file tells. */
function prefixesOf(
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
