import type { Node } from 'web-tree-sitter';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '../../../semconv/names.ts';
import { combined } from '../../edit.ts';
import type { HttpIdioms } from '../../idioms/http.ts';
import { indentationOf, lineEnding, lineStart } from '../../layout.ts';
import { isBroken } from '../../syntax.ts';
import { functionAt } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoted, styleOf, type Style } from '../style.ts';
import { officialRefusal } from '../official.ts';

const INTERCEPTOR = 'ServerSpanInterceptor';
const common = '@nestjs/common';

/** A method of a controller of NestJS gets an interceptor, which the module defines once. */
export const nestHandlerAt: HttpIdioms['handlerAt'] = (file, selection) => {
  const target = functionAt(file, selection);
  if (!target || target.node.type !== 'method_definition' || !file.text.includes(common)) return undefined;
  const decorators = decoratorsAbove(target.node);
  if (!decorators.some(({ text }) => /^@(?:Get|Post|Put|Patch|Delete|Head|Options|All)\(/.test(text))) {
    return undefined;
  }
  const site = { range: target.range, library: 'NestJS' };
  const official = officialRefusal(file, [
    '@opentelemetry/instrumentation-http',
    '@opentelemetry/instrumentation-nestjs-core',
  ]);
  if (official) return { ...site, edits: { refusal: official } };
  if (decorators.some(({ text }) => text.includes(INTERCEPTOR))) {
    return { ...site, edits: { refusal: 'This handler is in a server span already.' } };
  }
  if (isBroken(target.node)) {
    return {
      ...site,
      edits: { refusal: 'There is a syntax error in or beside this function: mend it first.' },
    };
  }
  return {
    ...site,
    edits: () => {
      const first = decorators[0]!;
      const style = styleOf(file, target.node);
      const names = new ModuleNames(file, first, style);
      const uses = names.use('UseInterceptors', common);
      const interceptor = names.define(INTERCEPTOR, (name) => interceptorLines(name, names, style));
      const start = lineStart(file.text, first.startIndex);
      const line = `${indentationOf(file.text, first.startIndex)}@${uses}(${interceptor})`;
      return combined([...names.edits(), { start, end: start, text: line + lineEnding(file.text) }]);
    },
  };
};

/** From the uppermost on. */
function decoratorsAbove(method: Node): Node[] {
  const found: Node[] = [];
  for (let at = method.previousNamedSibling; at?.type === 'decorator'; at = at.previousNamedSibling) {
    found.unshift(at);
  }
  return found;
}

function interceptorLines(name: string, names: ModuleNames, style: Style): string[] {
  const { semicolon: end, typed, quote } = style;
  const key = (one: string): string => quoted(one, quote);
  const of = (type: string): string => (typed ? `: ${type}` : '');
  const type = (one: string, module = common): string => (typed ? names.use(one, module) : '');
  const context = names.use('context');
  const propagation = names.use('propagation');
  const trace = names.use('trace');
  const tracer = names.tracer();
  const SpanKind = names.use('SpanKind');
  const SpanStatusCode = names.use('SpanStatusCode');
  const Observable = names.use('Observable', 'rxjs');
  const tap = names.use('tap', 'rxjs');
  const implementing = typed ? ` implements ${type('NestInterceptor')}` : '';
  return [
    '/** Answers requests in a span below that of their sender. */',
    `class ${name}${implementing} {`,
    `\tintercept(execution${of(type('ExecutionContext'))}, next${of(type('CallHandler'))})${of(`${Observable}<unknown>`)} {`,
    `\t\tconst request = execution.switchToHttp().getRequest()${end}`,
    `\t\tconst response = execution.switchToHttp().getResponse()${end}`,
    '\t\t// Express has the route in one place, Fastify in another.',
    `\t\tconst route = request.route?.path ?? request.routeOptions?.url${end}`,
    `\t\tconst parent = ${propagation}.extract(${context}.active(), request.headers)${end}`,
    `\t\tconst span = ${tracer}.startSpan(`,
    '\t\t\t`${request.method} ${route}`,',
    '\t\t\t{',
    `\t\t\t\tkind: ${SpanKind}.SERVER,`,
    '\t\t\t\tattributes: {',
    `\t\t\t\t\t${key(ATTR_HTTP_REQUEST_METHOD)}: request.method,`,
    `\t\t\t\t\t${key(ATTR_HTTP_ROUTE)}: route,`,
    `\t\t\t\t\t${key(ATTR_URL_PATH)}: request.url.split(${key('?')}, 1)[0],`,
    `\t\t\t\t\t${key(ATTR_URL_SCHEME)}: request.protocol,`,
    '\t\t\t\t},',
    '\t\t\t},',
    '\t\t\tparent,',
    `\t\t)${end}`,
    `\t\tconst sent = response.raw ?? response${end}`,
    `\t\tsent.once(${key('close')}, () => {`,
    `\t\t\tspan.setAttribute(${key(ATTR_HTTP_RESPONSE_STATUS_CODE)}, sent.statusCode)${end}`,
    '\t\t\tif (sent.statusCode >= 500) {',
    `\t\t\t\tspan.setAttribute(${key(ATTR_ERROR_TYPE)}, String(sent.statusCode))${end}`,
    `\t\t\t\tspan.setStatus({ code: ${SpanStatusCode}.ERROR })${end}`,
    '\t\t\t}',
    `\t\t\tspan.end()${end}`,
    `\t\t})${end}`,
    `\t\treturn new ${Observable}((subscriber) =>`,
    `\t\t\t${context}.with(${trace}.setSpan(parent, span), () =>`,
    '\t\t\t\tnext',
    '\t\t\t\t\t.handle()',
    `\t\t\t\t\t.pipe(${tap}({ error: (error${of('Error')}) => span.recordException(error) }))`,
    '\t\t\t\t\t.subscribe(subscriber),',
    '\t\t\t),',
    `\t\t)${end}`,
    '\t}',
    '}',
  ];
}
