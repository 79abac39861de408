import type { Node } from 'web-tree-sitter';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '../../../semconv/names.ts';
import { combined, moved, textWith, type TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { ClientSite, HttpIdioms } from '../../idioms/http.ts';
import type { SpanStart } from '../../idioms/spanStart.ts';
import {
  indentationOf,
  indentationUnit,
  indented,
  lineEnd,
  lineEnding,
  lineStart,
  stepped,
} from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { inBlock, openingOf, type Lines } from '../block.ts';
import { extracted } from '../extracted.ts';
import { ModuleNames } from '../moduleNames.ts';
import { officialRefusal } from '../official.ts';
import { statusCode } from '../recorded.ts';
import { withItems } from '../spanScope.ts';
import { withSpan } from '../spanStart.ts';
import { isAlone } from '../statements.ts';
import { quoteOf } from '../strings.ts';
import { requestAt } from './clients.ts';
import { injection, injectionInto, mended } from './injection.ts';
import type { Carrier, Client, Request } from './request.ts';
import { urlOf, type Url } from './url.ts';

/** Where a request stands: as the context manager of a `with`, or as an expression of a statement. */
interface Place {
  readonly statement: Node;
  /** The `with` item, where the response is what a `with` enters. */
  readonly item?: Node;
  /** The response's variable where the statement gives it one and does nothing else. */
  readonly variable?: string;
}

export const clientAt: HttpIdioms['clientAt'] = (file, selection) => {
  const request = requestAt(file, selection);
  if (!request) return undefined;
  const { client, call, method } = request;
  const site = { range: rangeOf(call), library: client.library, method };
  const official = officialRefusal(file, client.official);
  if (official) return { ...site, change: 'span', edits: { refusal: official } };
  return { ...site, ...(mended(file, request) ?? wrapped(file, request)) };
};

function wrapped(file: ParsedFile, request: Request): Pick<ClientSite, 'change' | 'edits'> {
  const place = placeOf(file, request);
  if ('refusal' in place) return { change: 'span', edits: place };
  const carrier = request.client.carrier(file, request);
  if (typeof carrier !== 'function') return { change: 'span', edits: carrier };
  return { change: 'span', edits: () => edits(file, request, place, carrier) };
}

function placeOf(file: ParsedFile, { call, isAwaitable, isEntered }: Request): Place | Refusal {
  if (isBroken(call)) return { refusal: 'There is a syntax error in or beside this call: mend it first.' };
  const scope = [...selfAndAncestors(call)].find(({ type }) => /^(?:function|class)_definition$/.test(type));
  if (scope?.type === 'class_definition') {
    return {
      refusal: 'What is assigned here becomes an attribute of the class: send this in a function first.',
    };
  }
  const outer = call.parent;
  const entered = outer?.type === 'as_pattern' ? outer.parent : outer;
  if (entered?.type === 'with_item') {
    const statement = entered.parent!.parent!;
    if (withItems(statement).length > 1) {
      return {
        refusal: 'This `with` holds more than the request: give the request a `with` of its own first.',
      };
    }
    const body = statement.childForFieldName('body')!;
    if ([...descendants(body)].some((node) => node.type === 'yield')) {
      return {
        refusal: 'The response is read across a `yield`, where the caller would see its span as current.',
      };
    }
    if (!isAlone(file, statement)) return { refusal: 'Give this statement a line of its own first.' };
    return { statement, item: entered };
  }
  if (isEntered) return { refusal: 'This call opens a stream for a `with`: use it in one first.' };
  const expression = awaited(call);
  if (isAwaitable && expression.id === call.id) {
    return {
      refusal: 'This call only prepares a request: `await` it here, so that its span can end when it does.',
    };
  }
  const place = extracted(file, expression);
  if ('refusal' in place) return place;
  const { statement } = place;
  if (!isAlone(file, statement)) return { refusal: 'Give this statement a line of its own first.' };
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const target = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  const isWhole =
    target?.type === 'identifier' && assignment!.childForFieldName('right')?.id === expression.id;
  return isWhole ? { statement, variable: target.text } : { statement };
}

/** With the parentheses that an `await` needs and a name does not. */
function unwrapped(expression: Node): Node {
  const { parent } = expression;
  return expression.type === 'await' && parent?.type === 'parenthesized_expression' ? parent : expression;
}

function awaited(call: Node): Node {
  return call.parent?.type === 'await' ? call.parent : call;
}

function edits(
  file: ParsedFile,
  request: Request,
  place: Place,
  makeCarrier: (names: ModuleNames, quote: string) => Carrier,
): TextEdit[] {
  const { text } = file;
  const { call, client } = request;
  const { statement } = place;
  const names = new ModuleNames(file, statement);
  const quote = quoteOf(text);
  const url = urlOf(request.url);
  const variable = url.isComputed ? names.free('url', 'request_url') : '';
  const span = names.free('span', 'client_span');
  const injected = injectionInto(file, request, statement);
  const carrier = injected?.carrier ?? makeCarrier(names, quote);
  const head = withSpan(names, quote, startOf(request, url, variable, span, quote), column(file, statement));
  const inject = injected?.line ?? injection(names, carrier.name);
  const above = [
    ...(variable ? [`${variable} = ${request.url!.text}`] : []),
    ...head,
    ...[...carrier.lines, inject, ...carrier.after].map((line) => `\t${line}`),
    '\ttry:',
  ];
  const unit = indentationUnit(text, '    ');
  const inCall = moved(
    variable ? withVariable(carrier.edits, request.url!, variable) : carrier.edits,
    unit.repeat(2),
  );
  const below = failureLines(names, request, span, quote).map((line) => `\t${line}`);
  const told = (response: string): Lines => statusLines(names, client, response, span, quote);
  const added = [...names.edits(), ...(injected?.removal ?? [])];

  if (place.item) {
    const alias = place.item.descendantsOfType('as_pattern_target')[0]?.text;
    const response = alias ?? names.free('response', 'http_response');
    const naming = alias ? [] : [{ start: call.endIndex, end: call.endIndex, text: ` as ${response}` }];
    return combined([
      ...added,
      firstInBody(file, statement, told(response)),
      ...outside(inBlock(file, { first: statement, last: statement }, above, below, 2), inCall),
      ...inCall,
      ...naming,
    ]);
  }

  const response = place.variable ?? names.free('response', 'http_response');
  const expression = awaited(call);
  const base = indentationOf(text, statement.startIndex);
  const eol = lineEnding(text);
  const written = (line: string): string => base + stepped(line, unit) + eol;
  const movedNode = place.variable === undefined ? expression : statement;
  const strings = [...descendants(movedNode)].filter((node) => node.type === 'string').map(rangeOf);
  const shifted = outside(indented(text, rangeOf(movedNode), unit.repeat(2), strings), inCall).filter(
    ({ start: at }) => at > movedNode.startIndex,
  );
  const asIs = textWith(text, rangeOf(movedNode), [...inCall, ...shifted]);
  const assigned = place.variable === undefined ? `${response} = ${asIs}` : asIs;
  const isAll = place.variable !== undefined || statement.firstNamedChild?.id === expression.id;
  const lines = [
    ...above.map(written),
    `${base}${unit.repeat(2)}${assigned}${eol}`,
    ...[...below, ...told(response).map((line) => `\t${line}`)].map(written),
  ].join('');
  const start = lineStart(text, statement.startIndex);
  const rest =
    isAll && statement.type === 'expression_statement'
      ? [{ start, end: statement.endIndex, text: lines.slice(0, -eol.length) }]
      : [
          { start, end: start, text: lines },
          { ...rangeOf(unwrapped(expression)), text: response },
        ];
  return combined([...added, ...rest]);
}

/** Lines at the start of a `with` that moves two steps to the right. */
function firstInBody(file: ParsedFile, statement: Node, lines: Lines): TextEdit {
  const { text } = file;
  const eol = lineEnding(text);
  const first = statement.childForFieldName('body')!.firstNamedChild!;
  const opening = openingOf(first)!;
  const isOneLine = opening.endPosition.row === first.startPosition.row;
  const outer = indentationOf(text, statement.startIndex);
  const unit = indentationUnit(
    text,
    '    ',
    outer,
    isOneLine ? undefined : indentationOf(text, first.startIndex),
  );
  const base = outer + unit.repeat(3);
  const written = lines.map((line) => eol + base + stepped(line, unit));
  if (isOneLine)
    return { start: opening.endIndex, end: first.startIndex, text: `${written.join('')}${eol}${base}` };
  const end = lineEnd(text, opening.endIndex);
  return { start: end, end, text: written.join('') };
}

/** The edits and one that names the URL, which an edit may write anew already: `urlopen(Request(url, …))`. */
function withVariable(edits: readonly TextEdit[], url: Node, variable: string): TextEdit[] {
  const named = { ...rangeOf(url), text: variable };
  const around = edits.find(({ start, end }) => start === named.start && end === named.end);
  if (!around) return [...edits, named];
  const text = around.text.replace(url.text, () => variable);
  return edits.map((edit) => (edit === around ? { ...edit, text } : edit));
}

/** The edits without those inside what others replace. */
function outside(edits: readonly TextEdit[], replacing: readonly TextEdit[]): TextEdit[] {
  return edits.filter(({ start, end }) => !replacing.some((one) => one.start < start && end < one.end));
}

function column(file: ParsedFile, statement: Node): number {
  return indentationOf(file.text, statement.startIndex).length;
}

function startOf(request: Request, url: Url, variable: string, span: string, quote: string): SpanStart {
  const { method, methodNode } = request;
  const literal = (text: string): string => quote + text + quote;
  const attributes: (readonly [string, string])[] = [];
  if (method) attributes.push([ATTR_HTTP_REQUEST_METHOD, literal(method)]);
  else if (methodNode?.type === 'identifier') {
    attributes.push([ATTR_HTTP_REQUEST_METHOD, `${methodNode.text}.upper()`]);
  }
  const full = variable ? `str(${variable})` : url.full;
  if (full) attributes.push([ATTR_URL_FULL, full]);
  if (url.server) {
    attributes.push([ATTR_SERVER_ADDRESS, literal(url.server.address)]);
    attributes.push([ATTR_SERVER_PORT, String(url.server.port)]);
  }
  return { name: literal(method || 'HTTP'), kind: 'CLIENT', attributes, variable: span };
}

function statusLines(
  names: ModuleNames,
  { status, raises }: Client,
  response: string,
  span: string,
  quote: string,
): Lines {
  const code = `${response}.${status}`;
  const set = `${span}.set_attribute(${quote}${ATTR_HTTP_RESPONSE_STATUS_CODE}${quote}, ${code})`;
  if (raises) return [set];
  return [
    set,
    `if ${code} >= 400:`,
    `\t${span}.set_attribute(${quote}${ATTR_ERROR_TYPE}${quote}, str(${code}))`,
    `\t${span}.set_status(${statusCode(names)}.ERROR)`,
  ];
}

/** The span itself records what leaves it. */
function failureLines(names: ModuleNames, { client }: Request, span: string, quote: string): Lines {
  const error = names.free('error', 'http_error');
  const set = (name: string, value: string): string =>
    `\t${span}.set_attribute(${quote}${name}${quote}, ${value})`;
  const { raises } = client;
  return [
    ...(raises
      ? [
          `except ${names.use(raises.module, raises.name)} as ${error}:`,
          set(ATTR_HTTP_RESPONSE_STATUS_CODE, `${error}.${raises.status}`),
          set(ATTR_ERROR_TYPE, `str(${error}.${raises.status})`),
          '\traise',
        ]
      : []),
    `except Exception as ${error}:`,
    set(ATTR_ERROR_TYPE, `type(${error}).__qualname__`),
    '\traise',
  ];
}
