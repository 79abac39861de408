import type { Node } from 'web-tree-sitter';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '../../../semconv/names.ts';
import type { SpanStart } from '../../idioms/spanStart.ts';
import type { ParsedFile } from '../../parsed.ts';
import { literal } from '../../spanName.ts';
import { property } from '../calls.ts';
import { stringParts } from '../strings.ts';
import { quoted, type Style } from '../style.ts';
import { isText, lastName, typeOf, type Request } from './clients.ts';
import { isCallback, option, optionsLiteral } from './options.ts';
import { constantsAround, isPlain, urlOf, urlOfText, type Url } from './url.ts';

/** A request's method: as the text has it, else the expression of it ('' for none). */
export interface Method {
  readonly literal: string;
  readonly expression: string;
}

export function methodOf(request: Request): Method {
  const { verb, args, optionsIndex, client } = request;
  const [, fixed] = /^(get|post|put|patch|delete|head|options)(?:Form)?$/.exec(verb) ?? [];
  if (fixed) return { literal: fixed.toUpperCase(), expression: '' };
  const given = option(request, 'method');
  if (given) {
    const text = literal(stringParts(given, constantsAround(given)));
    if (text !== undefined) return { literal: text.toUpperCase(), expression: '' };
    return { literal: '', expression: isPlain(given) ? upper(given.text) : '' };
  }
  const options = args[optionsIndex];
  const spread = optionsLiteral(request)?.namedChildren.find(({ type }) => type === 'spread_element');
  const unseen = spread?.firstNamedChild ?? (optionsLiteral(request) ? undefined : options);
  if (unseen && /^(?:identifier|member_expression)$/.test(unseen.type) && !isCallback(request, unseen)) {
    return { literal: '', expression: client.isEmitter ? '' : upper(`${unseen.text}?.method`) };
  }
  return { literal: 'GET', expression: '' };
}

function upper(expression: string): string {
  return `String(${expression} ?? 'GET').toUpperCase()`;
}

/** The expression of a request's URL. */
export function urlNode(request: Request): Node | undefined {
  const { args, optionsIndex } = request;
  return optionsIndex === 0 ? (option(request, 'url') ?? option(request, 'path')) : args[0];
}

/** What is known of the URL; of a relative one with the base of the object that sends it. */
export function fullUrl(request: Request, quote: string): Url {
  if (request.client.isEmitter && request.optionsIndex === 0) return urlOfOptions(request, quote);
  const node = urlNode(request);
  const constants = node && constantsAround(node);
  const [start] = (node && stringParts(node, constants)) ?? [];
  // What the object's base goes before is no whole URL, unless the text says so.
  const isWhole = !request.isOfInstance || /^https?:/.test(start ?? '');
  const url = isWhole ? urlOf(node, quote) : urlOf(undefined, quote);
  const base =
    property(request.base, 'baseURL') ??
    property(request.base, 'prefixUrl') ??
    (request.base && isText(request.base) ? request.base : undefined);
  if (!node || url.full || url.isComputed || !base || !isPlain(node)) return url;
  const prefix = inside(base);
  const path = inside(node);
  if (prefix === undefined || path === undefined) return url;
  const parts = [
    ...(stringParts(base, constants) ?? [null]),
    '/',
    ...(stringParts(node, constants) ?? [null]),
  ];
  const joined = `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  return urlOfText(joined, joined.includes('${') ? '`' : quote, parts);
}

/** What a string has between its quotes, or a constant between those of a template. */
function inside(node: Node): string | undefined {
  if (/^(?:template_)?string$/.test(node.type)) return isPlain(node) ? node.text.slice(1, -1) : undefined;
  if (node.type === 'identifier') {
    return constantsAround(node).has(node.text) ? `\${${node.text}}` : undefined;
  }
  return /^process\.env\.\w+$/.test(node.text) ? `\${${node.text}}` : undefined;
}

/** The URL that options of `http.request` describe, where all of its parts are written as texts. */
function urlOfOptions(request: Request, quote: string): Url {
  const unknown = urlOf(undefined, quote);
  if (!optionsLiteral(request) || /\.\.\./.test(optionsLiteral(request)!.text)) return unknown;
  const part = (name: string, usual: string): string | undefined => {
    const node = option(request, name);
    if (!node) return usual;
    return node.type === 'number' ? node.text : literal(stringParts(node, constantsAround(node)));
  };
  const scheme = part('protocol', `${request.scheme}:`);
  const host = part('hostname', '') || part('host', 'localhost');
  const port = part('port', '');
  const path = part('path', '/');
  if (!scheme || !host || port === undefined || path === undefined) return unknown;
  return urlOfText(`${scheme}//${host}${port && `:${port}`}${path}`, quote);
}

/** A `Request` that `fetch` is given in a variable, whose headers the call would replace; '' where it is a URL. */
export function requestObject(file: ParsedFile, { client, args }: Request): string {
  const [first] = args;
  if (client.headers !== 'Headers' || first?.type !== 'identifier') return '';
  const made = new RegExp(`\\b(?:const|let|var) ${first.text}\\b[^=;]*= new Request\\(`).test(file.text);
  const type = typeOf(first);
  return made || /^Request$/.test(type) || (type === '' && /^req(?:uest)?$|Request$/.test(lastName(first)))
    ? first.text
    : '';
}

/** What the span starts with. `url` is that of the request, `variable` holds it where it is computed. */
export function startOf(
  file: ParsedFile,
  request: Request,
  url: Url,
  style: Style,
  span: string,
): SpanStart & { readonly variable: string } {
  const { quote } = style;
  const object = requestObject(file, request);
  const method =
    object && !option(request, 'method')
      ? { literal: '', expression: `${object}.method` }
      : methodOf(request);
  const attributes: (readonly [string, string])[] = [];
  const value = method.literal
    ? quoted(method.literal, quote)
    : method.expression.replaceAll("'GET'", quoted('GET', quote));
  if (value) attributes.push([ATTR_HTTP_REQUEST_METHOD, value]);
  const full = object ? `${object}.url` : url.full;
  if (full) attributes.push([ATTR_URL_FULL, full]);
  if (url.server) {
    attributes.push([ATTR_SERVER_ADDRESS, quoted(url.server.address, quote)]);
    attributes.push([ATTR_SERVER_PORT, String(url.server.port)]);
  }
  return { name: quoted(method.literal || 'HTTP', quote), kind: 'CLIENT', attributes, variable: span };
}
