import type { Node } from 'web-tree-sitter';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { memberOf } from '../passedFunction.ts';
import type { Style } from '../style.ts';

/** What the code around a handler's body says in a framework's words; all values are expressions. */
export interface Words {
  readonly method: string;
  /** '' where the framework has no routes. */
  readonly route: string;
  /** Whether there is a route in this request, for a handler that may be called without one. */
  readonly isRouted: string;
  readonly headers: string;
  readonly path: string;
  readonly scheme: string;
  /** Node's own response, which closes when it has been sent. */
  readonly response: string;
}

/** A framework: how its handlers are known, and its words. A new one is an entry in `frameworks`. */
export interface Framework {
  readonly name: string;
  /** Modules that a file with its handlers imports. */
  readonly modules: readonly string[];
  /** What a plugin calls the app that it is given, in a file without an import. */
  readonly app?: RegExp;
  /** The call that takes a handler, and which of its arguments that is. */
  readonly takes: (call: Node) => Node | undefined;
  /** Types of a handler's parameters, as `importedNames` says them. */
  readonly types: readonly RegExp[];
  /** Types of the whole handler. */
  readonly type?: RegExp;
  /** What only the handlers of this framework do with their untyped parameters. */
  readonly answers?: RegExp;
  /** Names for its parameters where the handler has none. */
  readonly parameters: readonly string[];
  readonly words: (parameters: readonly string[], style: Style) => Words;
  /** What makes an app whose routes are whole. */
  readonly whole?: RegExp;
  readonly official: readonly string[];
}

const verb = /^(?:get|post|put|delete|patch|options|head|all)$/;

/** The last function of `app.get(path, …, handler)` and `router.route(path).get(handler)`. */
function lastOfRoute(call: Node): Node | undefined {
  const args = argumentsOf(call);
  const isChained = /\.route\(/.test(call.childForFieldName('function')?.text ?? '');
  return verb.test(calleeName(call)) && (args.length > 1 || isChained) ? args.at(-1) : undefined;
}

/** What `use` runs last: it takes nothing that goes on to the next one. */
function lastOfUse(call: Node, parameters: number): Node | undefined {
  const last = calleeName(call) === 'use' ? argumentsOf(call).at(-1) : undefined;
  if (!last || !isFunction(last)) return undefined;
  const count = last.childForFieldName('parameter')
    ? 1
    : last.childForFieldName('parameters')!.namedChildren.filter(({ type }) => type !== 'comment').length;
  return count === parameters ? last : undefined;
}

export const frameworks: readonly Framework[] = [
  {
    name: 'Express',
    modules: ['express'],
    takes: (call) => lastOfRoute(call) ?? lastOfUse(call, 2),
    types: [/^express:Request$/, /^express:Response$/],
    type: /^express:(?:RequestHandler|Handler)$/,
    answers: /\bres(?:ponse)?\s*\.(?:json|status|send|sendStatus|render|redirect)\(/,
    parameters: ['req', 'res'],
    words: ([req, res]) => ({
      method: `${req}.method`,
      route: `\${${req}.baseUrl}\${${req}.route.path}`,
      isRouted: `${req}.route`,
      headers: `${req}.headers`,
      path: `${req}.baseUrl + ${req}.path`,
      scheme: `${req}.protocol`,
      response: res!,
    }),
    whole: /=\s*express\(\)/,
    official: ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-express'],
  },
  {
    name: 'Fastify',
    modules: ['fastify'],
    app: /\(\s*fastify\s*[,)]|\bfastify\s*=>/,
    takes: (call) => {
      const taken = calleeName(call) === 'route' ? argumentsOf(call)[0] : lastOfRoute(call);
      return taken?.type === 'object' ? memberOf(taken, 'handler') : taken;
    },
    types: [/^fastify:FastifyRequest$/, /^fastify:FastifyReply$/],
    type: /^fastify:RouteHandler(?:Method)?$/,
    parameters: ['request', 'reply'],
    words: ([request, reply], { quote }) => ({
      method: `${request}.method`,
      route: `\${${request}.routeOptions.url}`,
      isRouted: `${request}.routeOptions.url`,
      headers: `${request}.headers`,
      path: `${request}.url.split(${quote}?${quote}, 1)[0]`,
      scheme: `${request}.protocol`,
      response: `${reply}.raw`,
    }),
    whole: /=\s*[fF]astify\(/,
    official: ['@opentelemetry/instrumentation-http', '@fastify/otel'],
  },
  {
    name: 'Koa',
    modules: ['@koa/router', 'koa-router', 'koa'],
    takes: (call) => lastOfRoute(call) ?? lastOfUse(call, 1),
    types: [/^(?:koa|@koa\/router|koa-router):(?:(?:Parameterized|Router)?Context|RouterContext)$/],
    type: /^(?:koa|@koa\/router|koa-router):(?:Router\.?)?(?:Middleware|RouterMiddleware)$/,
    parameters: ['ctx'],
    words: ([ctx]) => ({
      method: `${ctx}.method`,
      route: `\${${ctx}._matchedRoute}`,
      isRouted: `${ctx}._matchedRoute`,
      headers: `${ctx}.headers`,
      path: `${ctx}.path`,
      scheme: `${ctx}.protocol`,
      response: `${ctx}.res`,
    }),
    official: ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-koa'],
  },
  {
    name: 'node:http',
    modules: ['http', 'https', 'node:http', 'node:https'],
    takes: (call) => {
      const args = argumentsOf(call);
      if (calleeName(call) === 'createServer') return args.at(-1);
      const listens = /^(?:on|addListener|prependListener)$/.test(calleeName(call));
      return listens && args[0]?.text.slice(1, -1) === 'request' ? args[1] : undefined;
    },
    types: [/^https?:IncomingMessage$/, /^https?:ServerResponse$/],
    type: /^https?:RequestListener$/,
    parameters: ['req', 'res'],
    words: ([req, res], { quote: q }) => ({
      method: `${req}.method ?? ${q}HTTP${q}`,
      route: '',
      isRouted: '',
      headers: `${req}.headers`,
      path: `${req}.url?.split(${q}?${q}, 1)[0]`,
      scheme: `${q}encrypted${q} in ${req}.socket ? ${q}https${q} : ${q}http${q}`,
      response: res!,
    }),
    official: ['@opentelemetry/instrumentation-http'],
  },
];
