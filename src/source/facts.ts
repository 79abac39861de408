import type { AnyValue, KeyValue } from '../otlp/value.ts';
import * as former from '../semconv/formerNames.ts';
import * as names from '../semconv/names.ts';
import type { Operation } from '../trace/operation.ts';
import type { LogRecord, Span, SpanDetail, SpanKind } from '../trace/span.ts';

/** What the resolvers read of a span or an operation. Texts are '' and numbers 0 where absent. */
export interface SpanFacts {
  readonly name: string;
  readonly kind: SpanKind;
  readonly scope: string;
  /** `telemetry.sdk.language`. */
  readonly language: string;
  readonly method: string;
  readonly route: string;
  /** Path of the request that a server span answers, without its query. */
  readonly path: string;
  readonly codeFile: string;
  readonly codeLine: number;
  readonly codeColumn: number;
  readonly codeFunction: string;
  readonly stacks: readonly StackText[];
  /** Functions that a framework's instrumentation names, with the attribute that does. */
  readonly functions: readonly { readonly name: string; readonly attribute: string }[];
}

/** A stack trace in its runtime's own form, and where it was found: "exception ValueError". */
export interface StackText {
  readonly text: string;
  readonly origin: string;
  /** The stack on which an exception was raised; else the one on which the span was started. */
  readonly raised: boolean;
}

/** Scopes of the instrumentation libraries: their spans are not created by a call in the workspace. */
export function isLibraryScope(scope: string): boolean {
  return /^(?:@opentelemetry\/instrumentation|opentelemetry\.instrumentation\.|io\.opentelemetry\.|go\.opentelemetry\.io\/contrib\/)/.test(
    scope,
  );
}

export function factsOfOperation(operation: Operation): SpanFacts {
  const { scope, name, route } = operation;
  const functions = middleware(scope, name);
  return {
    ...operation,
    route: isPartOfRoute(name) ? '' : route,
    path: '',
    codeColumn: 0,
    stacks: [],
    functions,
  };
}

export function factsOfSpan({ span, logs }: SpanDetail): SpanFacts {
  const text = (...keys: string[]) => textOf(span.attributes, ...keys);
  const codeFunction = text(names.ATTR_CODE_FUNCTION_NAME);
  const formerFunction = [text(former.FORMER_CODE_NAMESPACE), text(former.FORMER_CODE_FUNCTION)]
    .filter(Boolean)
    .join('.');
  return {
    name: span.name,
    kind: span.kind,
    scope: span.scope.name,
    language: textOf(span.resource, names.ATTR_TELEMETRY_SDK_LANGUAGE),
    method: text(names.ATTR_HTTP_REQUEST_METHOD, former.FORMER_HTTP_METHOD),
    route: isPartOfRoute(span.name) ? '' : text(names.ATTR_HTTP_ROUTE),
    path: (text(names.ATTR_URL_PATH) || text(former.FORMER_HTTP_TARGET)).replace(/[?#].*$/, ''),
    codeFile: text(names.ATTR_CODE_FILE_PATH, former.FORMER_CODE_FILEPATH),
    codeLine: Number(text(names.ATTR_CODE_LINE_NUMBER, former.FORMER_CODE_LINENO)) || 0,
    codeColumn: Number(text(names.ATTR_CODE_COLUMN_NUMBER, former.FORMER_CODE_COLUMN)) || 0,
    codeFunction: codeFunction || formerFunction,
    stacks: stacksOf(span, logs),
    functions: [...middleware(span.scope.name, span.name), ...frameworkFunctions(text)],
  };
}

function stacksOf(span: Span, logs: readonly LogRecord[]): StackText[] {
  const own = textOf(span.attributes, names.ATTR_CODE_STACKTRACE);
  const holders = [
    ...span.events.map((event) => ({ attributes: event.attributes, where: '' })),
    ...logs.map((log) => ({ attributes: log.attributes, where: ' in a log record' })),
    { attributes: span.attributes, where: ' on the span' },
  ];
  const thrown = holders.flatMap(({ attributes, where }) => {
    const text = textOf(attributes, names.ATTR_EXCEPTION_STACKTRACE);
    const type = textOf(attributes, names.ATTR_EXCEPTION_TYPE);
    return text ? [{ text, origin: `exception${type && ` ${type}`}${where}`, raised: true }] : [];
  });
  return own ? [{ text: own, origin: names.ATTR_CODE_STACKTRACE, raised: false }, ...thrown] : thrown;
}

/** The routers and middleware that a request passes carry `http.route`, too: where they are mounted. */
function isPartOfRoute(name: string): boolean {
  return /^(?:router|middleware) - /.test(name);
}

/** Express names a middleware's span after its function. */
function middleware(scope: string, name: string): SpanFacts['functions'] {
  const called = /^middleware - (\S+)$/.exec(name)?.[1];
  return called && isLibraryScope(scope) ? [{ name: called, attribute: "the middleware's span" }] : [];
}

function frameworkFunctions(text: (key: string) => string): SpanFacts['functions'] {
  const controller = [text('nestjs.controller'), text('nestjs.callback')].filter(Boolean).join('.');
  return [
    { name: controller, attribute: 'nestjs.callback' },
    { name: text('celery.task_name'), attribute: 'celery.task_name' },
  ].filter((found) => found.name !== '');
}

/** The first of the attributes that has a text or an integer; other types (Rust sends a list of texts) count as none. */
function textOf(attributes: readonly KeyValue[], ...keys: string[]): string {
  for (const key of keys) {
    const value: AnyValue | undefined = attributes.find((attribute) => attribute.key === key)?.value;
    if (!value) continue;
    if ('stringValue' in value) return value.stringValue;
    if ('intValue' in value) return value.intValue;
  }
  return '';
}
