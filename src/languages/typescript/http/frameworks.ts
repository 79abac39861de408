import type { Node } from 'web-tree-sitter';
import { argumentsOf, calleeName, property } from '../calls.ts';
import type { Style } from '../style.ts';

/** What the code around a handler's body says in a framework's words; all values are expressions. */
export interface Words {
  readonly method: string;
  /** '' where the framework has no routes. */
  readonly route: string;
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
  /** The call that takes a handler, and which of its arguments that is. */
  readonly takes: (call: Node) => Node | undefined;
  /** Names for its parameters where the handler has none. */
  readonly parameters: readonly string[];
  readonly words: (parameters: readonly string[], style: Style) => Words;
  /** What makes an app whose routes are whole. */
  readonly app?: RegExp;
  readonly official: readonly string[];
}

const verb = /^(?:get|post|put|delete|patch|options|head|all)$/;

/** The last function of `app.get(path, …, handler)` and `router.route(path).get(handler)`. */
function lastOfRoute(call: Node): Node | undefined {
  const args = argumentsOf(call);
  const isChained = /\.route\(/.test(call.childForFieldName('function')?.text ?? '');
  return verb.test(calleeName(call)) && (args.length > 1 || isChained) ? args.at(-1) : undefined;
}

export const frameworks: readonly Framework[] = [
  {
    name: 'Express',
    modules: ['express'],
    takes: lastOfRoute,
    parameters: ['req', 'res'],
    words: ([req, res]) => ({
      method: `${req}.method`,
      route: `\${${req}.baseUrl}\${${req}.route.path}`,
      headers: `${req}.headers`,
      path: `${req}.baseUrl + ${req}.path`,
      scheme: `${req}.protocol`,
      response: res!,
    }),
    app: /=\s*express\(\)/,
    official: ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-express'],
  },
  {
    name: 'Fastify',
    modules: ['fastify'],
    takes: (call) =>
      calleeName(call) === 'route' ? property(argumentsOf(call)[0], 'handler') : lastOfRoute(call),
    parameters: ['request', 'reply'],
    words: ([request, reply], { quote }) => ({
      method: `${request}.method`,
      route: `\${${request}.routeOptions.url}`,
      headers: `${request}.headers`,
      path: `${request}.url.split(${quote}?${quote}, 1)[0]`,
      scheme: `${request}.protocol`,
      response: `${reply}.raw`,
    }),
    app: /=\s*[fF]astify\(/,
    official: ['@opentelemetry/instrumentation-http', '@fastify/otel'],
  },
  {
    name: 'Koa',
    modules: ['@koa/router', 'koa-router', 'koa'],
    takes: lastOfRoute,
    parameters: ['ctx'],
    words: ([ctx]) => ({
      method: `${ctx}.method`,
      route: `\${${ctx}._matchedRoute}`,
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
      return calleeName(call) === 'on' && args[0]?.text.slice(1, -1) === 'request' ? args[1] : undefined;
    },
    parameters: ['req', 'res'],
    words: ([req, res], { quote: q }) => ({
      method: `${req}.method ?? ${q}HTTP${q}`,
      route: '',
      headers: `${req}.headers`,
      path: `${req}.url?.split(${q}?${q}, 1)[0]`,
      scheme: `${q}encrypted${q} in ${req}.socket ? ${q}https${q} : ${q}http${q}`,
      response: res!,
    }),
    official: ['@opentelemetry/instrumentation-http'],
  },
];
