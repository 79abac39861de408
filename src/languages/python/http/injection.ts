import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { ClientSite } from '../../idioms/http.ts';
import { lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, holds, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { decorators, entersSameScope } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { scopeOf } from '../spanScope.ts';
import { isAlone, linesBefore } from '../statements.ts';
import { quoteOf } from '../strings.ts';
import type { Carrier, Request } from './request.ts';

/** What is left to do for a request that is in a client span already; undefined where it is in none. */
export function mended(file: ParsedFile, request: Request): Pick<ClientSite, 'change' | 'edits'> | undefined {
  const { call } = request;
  const span = clientSpanAround(call);
  if (!span) return undefined;
  const body = span.childForFieldName('body')!;
  const injects = injections(scopeOf(call));
  if (injects.some((inject) => holds(body, inject))) {
    return { change: 'inject', edits: { refusal: 'This request is in a client span already.' } };
  }
  const carrier = carrierOf(request);
  const outside = injects.findLast(
    (inject) => inject.endIndex <= span.startIndex && carrierOfInject(inject) === carrier,
  );
  const statement = outside?.parent;
  if (outside && statement && carrier !== undefined) {
    if (!isAlone(file, statement) || !isAbove(statement, span)) {
      return {
        change: 'move',
        edits: {
          refusal: 'This request sends the context from outside its client span: call inject inside it.',
        },
      };
    }
    return {
      change: 'move',
      edits: () =>
        combined([removed(file, statement), linesBefore(file, body.firstNamedChild!, [statement.text])]),
    };
  }
  const make = request.client.carrier(file, request);
  if (typeof make !== 'function') return { change: 'inject', edits: make };
  const first = [...selfAndAncestors(call)].find((node) => node.parent?.id === body.id)!;
  if (!isAlone(file, first)) {
    return { change: 'inject', edits: { refusal: 'Give this statement a line of its own first.' } };
  }
  return {
    change: 'inject',
    edits: () => {
      const names = new ModuleNames(file, call);
      const made = make(names, quoteOf(file.text));
      const lines = [...made.lines, injection(names, made.name), ...made.after];
      return combined([...names.edits(), linesBefore(file, first, lines), ...made.edits]);
    },
  };
}

/** The calls that an injection, or the start of a client span, may be for, in the order of the text. */
export function* callsAbout(call: Node): Generator<Node> {
  const carrier = calleeName(call) === 'inject' ? carrierOfInject(call) : undefined;
  const isStart = startsClientSpan(call.text);
  const span = isStart
    ? [...selfAndAncestors(call)].find(({ type }) => type === 'with_statement')
    : undefined;
  const area = carrier === undefined ? span?.childForFieldName('body') : scopeOf(call);
  for (const node of area ? descendants(area, entersSameScope) : []) {
    if (node.type !== 'call' || node.startIndex < call.endIndex) continue;
    if (carrier === undefined || argumentsOf(node).keyword.get('headers')?.text === carrier) yield node;
  }
}

/**
 * An injection that stands above a request, into the headers that it takes: it goes into the request's span. Where the
 * headers go elsewhere too they stay as they are, and the request gets a copy.
 */
export function injectionInto(
  file: ParsedFile,
  request: Request,
  statement: Node,
): { readonly line: string; readonly removal: readonly TextEdit[]; readonly carrier: Carrier } | undefined {
  const carrier = carrierOf(request);
  if (carrier === undefined) return undefined;
  const inject = injections(scopeOf(statement)).findLast(
    (one) => one.endIndex <= statement.startIndex && carrierOfInject(one) === carrier,
  );
  const line = inject?.parent;
  if (!inject || !line || !isAlone(file, line) || line.parent?.id !== statement.parent?.id) return undefined;
  const uses = [...descendants(scopeOf(statement))].filter(
    (node) =>
      node.type === 'identifier' &&
      node.text === carrier &&
      node.startIndex > line.endIndex &&
      !holds(statement, node) &&
      node.parent?.type !== 'subscript',
  );
  if (uses.length > 0) return undefined;
  return {
    line: line.text,
    removal: [removed(file, line)],
    carrier: { lines: [], name: carrier, after: [], edits: [] },
  };
}

/** `propagate.inject(headers)`, as the file says it. */
export function injection(names: ModuleNames, carrier: string): string {
  const inject = names.imported('opentelemetry.propagate', 'inject');
  return `${inject ?? `${names.use('opentelemetry', 'propagate')}.inject`}(${carrier})`;
}

/** The `with` of a client span around a node of the same function, or the function that has one as its decorator. */
function clientSpanAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (/^(?:function_definition|lambda|class_definition)$/.test(outer.type)) {
      const isIn = outer.type === 'function_definition' && decorators(outer).some(startsClientSpan);
      return isIn ? outer : undefined;
    }
    if (outer.type !== 'with_statement' || !holds(outer.childForFieldName('body')!, node)) continue;
    const clause = outer.namedChildren.find((child) => child.type === 'with_clause')!;
    if (startsClientSpan(clause.text)) return outer;
    const used = /\buse_span\((\w+)/.exec(clause.text)?.[1];
    const started = used && new RegExp(`\\b${used} = [\\w.]+\\.start_span\\([^]*?\\bCLIENT\\b`);
    if (started && started.test(scopeOf(outer).text)) return outer;
  }
  return undefined;
}

function startsClientSpan(text: string): boolean {
  return /\bstart_as_current_span\(/.test(text) && /\bCLIENT\b/.test(text);
}

/** Calls of `inject(headers)`, without those that name a context. */
function injections(scope: Node): Node[] {
  return [...descendants(scope, entersSameScope)].filter(
    (node) =>
      node.type === 'call' &&
      calleeName(node) === 'inject' &&
      carrierOfInject(node) !== undefined &&
      node.parent?.type === 'expression_statement',
  );
}

function carrierOfInject(inject: Node): string | undefined {
  const { positional, keyword } = argumentsOf(inject);
  const carrier = positional[0] ?? keyword.get('carrier');
  return positional.length + keyword.size === 1 && carrier?.type === 'identifier' ? carrier.text : undefined;
}

function carrierOf({ args }: Request): string | undefined {
  const headers = args.keyword.get('headers');
  return headers?.type === 'identifier' ? headers.text : undefined;
}

/** Whether a statement always runs before another of the same function. */
function isAbove(statement: Node, other: Node): boolean {
  return statement.parent !== null && holds(statement.parent, other);
}

function removed(file: ParsedFile, statement: Node): TextEdit {
  const start = lineStart(file.text, statement.startIndex);
  const feed = file.text.indexOf('\n', statement.endIndex);
  return { start, end: feed < 0 ? file.text.length : feed + 1, text: '' };
}
