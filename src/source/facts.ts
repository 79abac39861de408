import type { AnyValue, KeyValue } from '../otlp/value.ts';
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
  const codeFunction = text('code.function.name');
  return {
    name: span.name,
    kind: span.kind,
    scope: span.scope.name,
    language: textOf(span.resource, 'telemetry.sdk.language'),
    method: text('http.request.method', 'http.method'),
    route: isPartOfRoute(span.name) ? '' : text('http.route'),
    path: (text('url.path') || text('http.target')).replace(/[?#].*$/, ''),
    codeFile: text('code.file.path', 'code.filepath'),
    codeLine: Number(text('code.line.number', 'code.lineno')) || 0,
    codeColumn: Number(text('code.column.number', 'code.column')) || 0,
    codeFunction: codeFunction || [text('code.namespace'), text('code.function')].filter(Boolean).join('.'),
    stacks: stacksOf(span, logs),
    functions: [...middleware(span.scope.name, span.name), ...frameworkFunctions(text)],
  };
}

function stacksOf(span: Span, logs: readonly LogRecord[]): StackText[] {
  const own = textOf(span.attributes, 'code.stacktrace');
  const holders = [
    ...span.events.map((event) => ({ attributes: event.attributes, where: '' })),
    ...logs.map((log) => ({ attributes: log.attributes, where: ' in a log record' })),
    { attributes: span.attributes, where: ' on the span' },
  ];
  const thrown = holders.flatMap(({ attributes, where }) => {
    const text = textOf(attributes, 'exception.stacktrace');
    const type = textOf(attributes, 'exception.type');
    return text ? [{ text, origin: `exception${type && ` ${type}`}${where}`, raised: true }] : [];
  });
  return own ? [{ text: own, origin: 'code.stacktrace', raised: false }, ...thrown] : thrown;
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
