import type { Node } from 'web-tree-sitter';
import type { Outline } from '../outline.ts';
import type { RouteSite } from '../sites.ts';
import { literal } from '../spanName.ts';
import { argument, argumentsOf, calleeName, type Arguments } from './calls.ts';
import { prefixesOf, type Routers } from './mounts.ts';
import { stringParts, type Constants } from './strings.ts';

const verbs = /^(?:get|post|put|delete|patch|options|head|trace)$/;
/** The routes of Flask and FastAPI, from decorators and from `add_url_rule` and `add_api_route`. */
export function routeSites(
  calls: readonly Node[],
  constants: Constants,
  routers: Routers,
  functions: Outline,
): RouteSite[] {
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
