import type { Node } from 'web-tree-sitter';
import type { ModuleNames } from '../moduleNames.ts';

/** What a wrapper of a handler says in a framework's words; all values are expressions or lines of code. */
export interface Words {
  readonly parameters: string;
  readonly setup: readonly string[];
  readonly method: string;
  /** '' where the framework has no routes. */
  readonly route: string;
  readonly headers: string;
  readonly path: string;
  readonly scheme: string;
  /** Lines that give `response` its value. */
  readonly respond: readonly string[];
  /** Of `response`; without it `respond` sets `status`, where anything is answered. */
  readonly status?: string;
  /** Exceptions that are responses, and their status. */
  readonly responses: readonly (readonly [exception: string, status: string])[];
  /** Whether something of the program's own makes a response of `error`, whose status nobody knows here. */
  readonly handled?: string;
  /** Lines that end what `respond` began. */
  readonly cleanup?: readonly string[];
  /** The wrapper is a plain function, also around a coroutine. */
  readonly isPlain?: true;
  /** Lines below the wrapper. */
  readonly after?: readonly string[];
}

/** A framework: how its handlers are known, and its words. A new one is an entry in `frameworks`. */
export interface Framework {
  readonly name: string;
  /** Modules that a file with its handlers imports. */
  readonly module: RegExp;
  readonly isHandler: (handler: Handler) => boolean;
  /** Decorators that register the handler: the wrapper stands below them. */
  readonly registers?: RegExp;
  /** The list of decorators that a class of views has for its methods: around those the wrapper goes there, last. */
  readonly listed?: string;
  /** The wrapper lets the program's own calls through. */
  readonly letsCalls?: true;
  readonly words: (names: ModuleNames, quote: string, handler: Handler) => Words;
  readonly official?: string;
}

/** A function that may answer requests. */
export interface Handler {
  readonly definition: Node;
  readonly decorators: readonly string[];
  readonly parameters: readonly Node[];
  readonly isAsync: boolean;
  readonly isMethod: boolean;
  /** What the class of a method extends. */
  readonly superclasses: readonly string[];
  /** The parameters of the functions around it. */
  readonly outerParameters: readonly string[];
  /** The file gives it to a call under one of these names: `view_func=list_orders`, `web.get("/", self.list)`. */
  readonly isGiven: (call: RegExp) => boolean;
}

const verbs = 'get|post|put|patch|delete|head|options';
const takesRequest =
  (type: RegExp, index = 0) =>
  (handler: Handler): boolean => {
    const parameter = handler.parameters.at(index);
    const name = parameter?.type === 'identifier' ? parameter.text : parameter?.firstNamedChild?.text;
    return name === 'request' || type.test(parameter?.childForFieldName('type')?.text ?? '');
  };
/** A method that a class of views has for a verb of HTTP. */
const isOfView =
  (superclass: RegExp, names = new RegExp(`^(?:${verbs})$`)) =>
  ({ definition, superclasses }: Handler): boolean =>
    names.test(definition.childForFieldName('name')!.text) &&
    superclasses.some((one) => superclass.test(one));
const awaiting = ({ isAsync }: Handler): string => (isAsync ? 'await ' : '');

export const frameworks: readonly Framework[] = [
  {
    name: 'Flask',
    module: /^flask\b/,
    registers: new RegExp(`\\.(?:route|${verbs})\\(`),
    listed: 'decorators',
    isHandler: (handler) =>
      handler.isMethod
        ? isOfView(/(?:^|\.)(?:Method)?View$/, new RegExp(`^(?:${verbs}|dispatch_request)$`))(handler)
        : handler.decorators.some((one) => new RegExp(`\\.(?:route|${verbs})\\(`).test(one)) ||
          handler.isGiven(/^add_url_rule$/),
    words: (names) => {
      const request = names.use('flask', 'request');
      const app = names.use('flask', 'current_app');
      return {
        isPlain: true,
        parameters: '*args, **kwargs',
        setup: [`route = str(${request}.url_rule)`],
        method: `${request}.method`,
        route: 'route',
        headers: `${request}.headers`,
        path: `${request}.path`,
        scheme: `${request}.scheme`,
        respond: [
          'try:',
          `\tresult = ${app}.ensure_sync(handler)(*args, **kwargs)`,
          'except Exception as error:',
          '\t# As Flask does: what abort and error handlers make of it is the response.',
          `\tresult = ${app}.handle_user_exception(error)`,
          `response = ${app}.make_response(result)`,
        ],
        status: 'response.status_code',
        responses: [],
      };
    },
    official: 'opentelemetry-instrumentation-flask',
  },
  {
    name: 'FastAPI',
    module: /^fastapi\b/,
    letsCalls: true,
    registers: new RegExp(`\\.(?:${verbs}|trace|api_route)\\(`),
    isHandler: ({ decorators, isGiven, isMethod }) =>
      (!isMethod && decorators.some((one) => new RegExp(`\\.(?:${verbs}|trace|api_route)\\(`).test(one))) ||
      isGiven(/^(?:add_api_route|APIRoute)$/),
    words: (names, q, handler) => {
      // The handler may have a Request of its own, and FastAPI passes one only.
      const Connection = names.use('fastapi.requests', 'HTTPConnection');
      const Response = names.use('fastapi', 'Response');
      const Parameter = names.use('inspect', 'Parameter');
      return {
        parameters: '*args, traced_request=None, **kwargs',
        setup: [
          `if traced_request is None or traced_request.scope.get(${q}fastapi.telemetry${q}) is not None:`,
          '\t# It is the program that calls, or FastAPI has made the span itself.',
          `\treturn ${awaiting(handler)}handler(*args, **kwargs)`,
          'request = traced_request',
          '# The route of an included router is known without its prefix, in versions that tell it here.',
          `included = request.scope.get(${q}fastapi${q}, {}).get(${q}effective_route_context${q})`,
          `route = included or request.scope[${q}route${q}]`,
        ],
        method: 'request.method',
        route: 'route.path',
        headers: 'request.headers',
        path: 'request.url.path',
        scheme: 'request.url.scheme',
        respond: [
          `response = ${awaiting(handler)}handler(*args, **kwargs)`,
          'answers = [response, *kwargs.values()]',
          `own = next((one.status_code for one in answers if isinstance(one, ${Response})), None)`,
        ],
        status: 'own or route.status_code or 200',
        responses: [[starletteException(names), 'error.status_code']],
        handled: 'any(one in request.app.exception_handlers for one in type(error).__mro__)',
        after: [
          '# FastAPI reads from the signature what it has to pass.',
          `own = ${names.use('inspect', 'signature')}(handler)`,
          `request = ${Parameter}(${q}traced_request${q}, ${Parameter}.KEYWORD_ONLY, annotation=${Connection})`,
          'traced = own.replace(parameters=[*own.parameters.values(), request])',
          `setattr(answer, ${q}__signature__${q}, traced)`,
        ],
      };
    },
    official: 'opentelemetry-instrumentation-fastapi',
  },
  {
    name: 'Starlette',
    module: /^starlette\b/,
    isHandler: (handler) =>
      handler.parameters.length === (handler.isMethod ? 2 : 1) &&
      takesRequest(/\bRequest$/, -1)(handler) &&
      (!handler.isMethod || isOfView(/\bHTTPEndpoint$/)(handler) || handler.isGiven(/^(?:Route|add_route)$/)),
    words: (names, quote, handler) => ({
      parameters: '*args',
      setup: [
        '# A method has its object before the request.',
        'request = args[-1]',
        `endpoint = request.scope[${quote}endpoint${quote}]`,
        `routes = [(${quote}${quote}, request.app)]`,
        'for path, mount in routes:',
        `\tfor one in getattr(mount, ${quote}routes${quote}, None) or []:`,
        `\t\troutes.append((path + getattr(one, ${quote}path${quote}, ${quote}${quote}), one))`,
        `route = next((path for path, one in routes if getattr(one, ${quote}endpoint${quote}, None) is endpoint), request.url.path)`,
      ],
      method: 'request.method',
      route: 'route',
      headers: 'request.headers',
      path: 'request.url.path',
      scheme: 'request.url.scheme',
      respond: [`response = ${awaiting(handler)}handler(*args)`],
      status: 'response.status_code',
      responses: [[starletteException(names), 'error.status_code']],
      handled: 'any(one in request.app.exception_handlers for one in type(error).__mro__)',
    }),
    official: 'opentelemetry-instrumentation-starlette',
  },
  {
    name: 'Django',
    module: /^django\b/,
    isHandler: (handler) =>
      handler.isMethod
        ? takesRequest(/\bHttpRequest$/, 1)(handler) && isOfView(/(?<!\bAPI)View$/)(handler)
        : takesRequest(/\bHttpRequest$/)(handler) &&
          // Neither a page for an error nor a middleware.
          handler.parameters.at(1)?.text !== 'exception' &&
          !handler.outerParameters.includes('get_response'),
    words: (names, quote, handler) => ({
      parameters: '*args, **kwargs',
      setup: [
        '# A method has its object before the request.',
        `request = args[0] if hasattr(args[0], ${quote}resolver_match${quote}) else args[1]`,
        'if request.resolver_match is None:',
        '\t# No route has led here: this is a page for an error, or a test.',
        `\treturn ${awaiting(handler)}handler(*args, **kwargs)`,
        'route = request.resolver_match.route',
      ],
      method: 'request.method',
      route: 'route',
      headers: 'request.headers',
      path: 'request.path',
      scheme: 'request.scheme',
      respond: [`response = ${awaiting(handler)}handler(*args, **kwargs)`],
      status: 'response.status_code',
      responses: [
        [names.use('django.http', 'Http404'), '404'],
        [names.use('django.core.exceptions', 'PermissionDenied'), '403'],
        [names.use('django.core.exceptions', 'SuspiciousOperation'), '400'],
      ],
    }),
    official: 'opentelemetry-instrumentation-django',
  },
  {
    name: 'aiohttp.web',
    module: /^aiohttp\b/,
    registers: new RegExp(`\\.(?:${verbs}|route|view)\\(`),
    isHandler: (handler) =>
      handler.isAsync &&
      (takesRequest(/\bRequest$/, -1)(handler) ||
        isOfView(/\bView$/)(handler) ||
        handler.isGiven(new RegExp(`^(?:(?:add_)?(?:${verbs}|route|view))$`))),
    words: (names) => webWords(names.use('aiohttp', 'web')),
    official: 'opentelemetry-instrumentation-aiohttp-server',
  },
  {
    name: 'http.server',
    module: /^http\b/,
    isHandler: ({ definition, isMethod }) =>
      isMethod && /^do_[A-Z]+$/.test(definition.childForFieldName('name')!.text),
    words: (_names, q) => ({
      parameters: 'self',
      setup: ['send_response_only = self.send_response_only'],
      method: 'self.command',
      route: '',
      headers: 'self.headers',
      path: `self.path.split(${q}?${q}, 1)[0]`,
      scheme: `${q}https${q} if hasattr(self.connection, ${q}cipher${q}) else ${q}http${q}`,
      respond: [
        'def send(code, message=None):',
        '\tnonlocal status',
        '\tstatus = int(code)',
        '\tsend_response_only(code, message)',
        '',
        '# Every response goes through it.',
        'self.send_response_only = send',
        'response = handler(self)',
      ],
      responses: [],
      cleanup: ['del self.send_response_only'],
    }),
  },
];

/** Of aiohttp, by its module `web`. */
const webWords = (web: string): Words => ({
  parameters: '*args',
  setup: [
    '# A method has its object before the request; that of a view has the request.',
    `request = args[-1].request if isinstance(args[-1], ${web}.View) else args[-1]`,
    'resource = request.match_info.route.resource',
    'route = resource.canonical if resource else request.path',
  ],
  method: 'request.method',
  route: 'route',
  headers: 'request.headers',
  path: 'request.path',
  scheme: 'request.scheme',
  respond: ['response = await handler(*args)'],
  status: 'response.status',
  responses: [[`${web}.HTTPException`, 'error.status']],
});

/** The one that the file raises; FastAPI's is a kind of Starlette's. */
function starletteException(names: ModuleNames): string {
  return names.imported('fastapi', 'HTTPException') ?? names.use('starlette.exceptions', 'HTTPException');
}
