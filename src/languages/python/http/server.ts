import type { Node } from 'web-tree-sitter';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '../../../semconv/names.ts';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { HttpIdioms } from '../../idioms/http.ts';
import { indentationOf, lineEnd, lineEnding, lineStart } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import { appended } from '../../appended.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { decorators, functionAt, isGenerator } from '../functions.ts';
import { importStatements } from '../importStatements.ts';
import { officialRefusal } from '../official.ts';
import { ModuleNames } from '../moduleNames.ts';
import { statusCode } from '../recorded.ts';
import { quoteOf } from '../strings.ts';
import { frameworks, type Framework, type Handler, type Words } from './frameworks.ts';

/**
 * A handler gets a decorator, which the module defines once: the handler's own code, its results and its exceptions stay
 * what they are, and the framework sees them as before.
 */
export const handlerAt: HttpIdioms['handlerAt'] = (file, selection) => {
  const target = functionAt(file, selection);
  if (!target || target.node.type !== 'function_definition') return undefined;
  const handler = handlerOf(file, target.node);
  const framework = frameworks.find(
    (one) => imports(file).some((module) => one.module.test(module)) && one.isHandler(handler),
  );
  if (!framework) return undefined;
  return {
    range: target.range,
    library: framework.name,
    edits: attempt(file, framework, handler),
  };
};

function handlerOf(file: ParsedFile, definition: Node): Handler {
  const name = definition.childForFieldName('name')!.text;
  const outer = decorated(definition).parent?.parent;
  const isMethod = outer?.type === 'class_definition';
  return {
    definition,
    decorators: decorators(definition),
    parameters: definition.childForFieldName('parameters')!.namedChildren,
    isAsync: definition.children.some(({ type }) => type === 'async'),
    isMethod,
    superclasses:
      (isMethod ? outer.childForFieldName('superclasses') : null)?.namedChildren.map(({ text }) => text) ??
      [],
    outerParameters: [...selfAndAncestors(definition.parent)].flatMap(
      (one) =>
        one
          .childForFieldName('parameters')
          ?.descendantsOfType('identifier')
          .map(({ text }) => text) ?? [],
    ),
    isGiven: (callee) =>
      nodesOf(file.tree, 'call')
        .filter((call) => callee.test(calleeName(call)))
        .some((call) => {
          const { positional, keyword } = argumentsOf(call);
          return [...positional, ...keyword.values()].some(({ text }) =>
            isMethod ? text.endsWith(`.${name}`) : text === name,
          );
        }),
  };
}

function attempt(file: ParsedFile, framework: Framework, handler: Handler): Attempt {
  const { definition } = handler;
  const name = definition.childForFieldName('name')!.text;
  if (isBroken(definition))
    return { refusal: 'There is a syntax error in or beside this function: mend it first.' };
  const official = officialRefusal(file, framework.official);
  if (official) return { refusal: official };
  const own = decorated(definition).text;
  const list = listed(framework, handler);
  const isWrapped = [...handler.decorators, ...(list?.namedChildren ?? []).map(({ text }) => text)].some(
    (one) => /^in_server_span/.test(one),
  );
  if (isWrapped || /\bSpanKind\.SERVER\b/.test(own)) {
    return { refusal: 'This handler is in a server span already.' };
  }
  if (isGenerator(definition)) {
    return { refusal: 'This handler is a generator, which is over long after it has been called.' };
  }
  const called =
    new RegExp(`(?<!\\bdef\\s+)\\b${name}\\s*\\(`).test(file.text) &&
    nodesOf(file.tree, 'call').some((call) => call.childForFieldName('function')?.text === name);
  if (called && !handler.isMethod && !framework.letsCalls) {
    return {
      refusal: `\`${name}\` is called in this file too, without a request: put that code in a function of its own first.`,
    };
  }
  return () => edits(file, framework, handler);
}

function edits(file: ParsedFile, framework: Framework, handler: Handler): TextEdit[] {
  const { text } = file;
  const { definition } = handler;
  const quote = quoteOf(text);
  const whole = decorated(definition);
  const names = new ModuleNames(file, whole);
  const tracer = names.tracer();
  const words = framework.words(names, quote, handler);
  const isOnlySync = framework.name === 'FastAPI' && !handler.isAsync;
  const wrapper = names.define(isOnlySync ? 'in_server_span_sync' : 'in_server_span', (wanted) =>
    wrapperLines(wanted, words, names, tracer, quote, handler),
  );
  const list = listed(framework, handler);
  if (list) return combined([...names.edits(), ...appended(file, list, wrapper)]);
  const eol = lineEnding(text);
  const indentation = indentationOf(text, whole.startIndex);
  const registering = whole.namedChildren.findLast(
    (child) => child.type === 'decorator' && (framework.registers?.test(child.text) ?? false),
  );
  const line = `${indentation}@${wrapper}`;
  if (!registering) {
    const start = lineStart(text, whole.startIndex);
    return combined([...names.edits(), { start, end: start, text: line + eol }]);
  }
  const end = lineEnd(text, registering.endIndex);
  return combined([...names.edits(), { start: end, end, text: eol + line }]);
}

function wrapperLines(
  name: string,
  words: Words,
  names: ModuleNames,
  tracer: string,
  q: string,
  { isAsync }: Handler,
): string[] {
  const trace = names.use('opentelemetry', 'trace');
  const extract =
    names.imported('opentelemetry.propagate', 'extract') ??
    `${names.use('opentelemetry', 'propagate')}.extract`;
  const wraps = names.use('functools', 'wraps');
  const route = words.route && [`\t${q}${ATTR_HTTP_ROUTE}${q}: ${words.route},`];
  const spanName = words.route ? `f${q}{${words.method}} {${words.route}}${q}` : words.method;
  const set = (key: string, value: string): string => `span.set_attribute(${q}${key}${q}, ${value})`;
  const deep = (lines: readonly string[], by: string): string[] => lines.map((line) => line && by + line);
  const body = [
    `status = ${words.status ? 500 : 0}`,
    `failure = ${q}${q}`,
    'try:',
    ...deep(words.respond, '\t'),
    ...(words.status ? [`\tstatus = ${words.status}`] : []),
    '\treturn response',
    ...words.responses.flatMap(([exception, status]) => [
      `except ${exception}${status.startsWith('error') ? ' as error' : ''}:`,
      `\tstatus = ${status}`,
      '\traise',
    ]),
    'except Exception as error:',
    '\tspan.record_exception(error)',
    '\tfailure = type(error).__qualname__',
    ...(words.handled
      ? [`\tif ${words.handled}:`, '\t\t# What the handler answers is not known here.', '\t\tstatus = 0']
      : []),
    '\traise',
    'finally:',
    ...deep(words.cleanup ?? [], '\t'),
    ...(words.handled || !words.status
      ? ['\tif status:', `\t\t${set(ATTR_HTTP_RESPONSE_STATUS_CODE, 'status')}`]
      : [`\t${set(ATTR_HTTP_RESPONSE_STATUS_CODE, 'status')}`]),
    `\tif ${words.handled ? '' : 'failure or '}status >= 500:`,
    `\t\t${set(ATTR_ERROR_TYPE, 'failure or str(status)')}`,
    `\t\tspan.set_status(${statusCode(names)}.ERROR)`,
  ];
  return [
    `def ${name}(handler):`,
    '\t"""Answers a request in a span below that of its sender."""',
    '',
    `\t@${wraps}(handler)`,
    `\t${isAsync && !words.isPlain ? 'async ' : ''}def answer(${words.parameters}):`,
    ...deep(
      [
        ...words.setup,
        `with ${tracer}.start_as_current_span(`,
        `\t${spanName},`,
        `\tcontext=${extract}(${words.headers}),`,
        `\tkind=${trace}.SpanKind.SERVER,`,
        '\tattributes={',
        `\t\t${q}${ATTR_HTTP_REQUEST_METHOD}${q}: ${words.method},`,
        ...deep(route || [], '\t'),
        `\t\t${q}${ATTR_URL_PATH}${q}: ${words.path},`,
        `\t\t${q}${ATTR_URL_SCHEME}${q}: ${words.scheme},`,
        '\t},',
        '\trecord_exception=False,',
        '\tset_status_on_exception=False,',
        ') as span:',
        ...deep(body, '\t'),
      ],
      '\t\t',
    ),
    '',
    ...deep(words.after ?? [], '\t'),
    '\treturn answer',
  ];
}

/** The list of decorators in the class of a method. */
function listed({ listed: name }: Framework, { definition, isMethod }: Handler): Node | undefined {
  const body = isMethod && name !== undefined ? decorated(definition).parent : null;
  const values = (body?.namedChildren ?? [])
    .map((statement) => statement.firstNamedChild)
    .filter((one) => one?.type === 'assignment' && one.childForFieldName('left')?.text === name)
    .map((one) => one!.childForFieldName('right'));
  return values.find((value) => value?.type === 'list') ?? undefined;
}

function decorated(definition: Node): Node {
  return definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
}

/** The modules that a file imports. */
function imports(file: ParsedFile): string[] {
  return importStatements(file).flatMap((node) => {
    const module = node.childForFieldName('module_name')?.text;
    return module === undefined ? node.childrenForFieldName('name').map(({ text }) => text) : [module];
  });
}
