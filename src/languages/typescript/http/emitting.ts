import type { Node } from 'web-tree-sitter';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_FULL,
} from '../../../semconv/names.ts';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { freeName, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { recorded } from '../caught.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { activeSpan } from '../spanStart.ts';
import { quoted, styleOf } from '../style.ts';
import { methodCall } from './awaited.ts';
import type { Request } from './clients.ts';
import { callText, framed } from './frame.ts';
import { inject, type InjectedCarrier } from './injection.ts';
import { isCallback } from './options.ts';
import { fullUrl, methodOf, startOf, urlNode } from './request.ts';

/** A call that gives an emitter: the span ends when that closes, which is when the response has been read. */
export function emitting(file: ParsedFile, request: Request, carrier: InjectedCarrier): Attempt {
  if (!takesResponse(request)) {
    return {
      refusal:
        'Nothing takes the response of this request, which a span would have to wait for: pass a callback.',
    };
  }
  return () => edits(file, request, carrier);
}

/** Whether a callback or a listener reads the response: one of ours alone would keep it from being thrown away. */
function takesResponse(request: Request): boolean {
  const { args, call } = request;
  const last = args.at(-1);
  if (last && args.length > 1 && isCallback(request, last)) return true;
  for (let at: Node | undefined = methodCall(call); at; at = methodCall(at)) {
    if (/\.(?:on|once)\(\s*['"]response['"]/.test(at.text)) return true;
  }
  const variable = call.parent?.type === 'variable_declarator' && call.parent.childForFieldName('name')?.text;
  if (!variable) return false;
  const scope = [...selfAndAncestors(call)].find(isFunction) ?? call.tree.rootNode;
  return new RegExp(`\\b${variable}\\s*\\.(?:on|once)\\(\\s*['"]response['"]`).test(scope.text);
}

function edits(file: ParsedFile, request: Request, { make, injected }: InjectedCarrier): TextEdit[] {
  const { call } = request;
  const style = styleOf(file, call);
  const { semicolon: end, quote, typed } = style;
  const names = new ModuleNames(file, call, style);
  const taken = new Set(
    call.descendantsOfType(['identifier', 'shorthand_property_identifier']).map(({ text }) => text),
  );
  const span = freeName(taken, 'span', 'clientSpan');
  const sent = freeName(taken, 'request', 'clientRequest');
  const key = (name: string): string => quoted(name, quote);
  const SpanStatusCode = names.use('SpanStatusCode');
  const set = (name: string, value: string): string => `${span}.setAttribute(${key(name)}, ${value})${end}`;
  const url = fullUrl(request, quote);
  const node = urlNode(request);
  const variable = url.isComputed ? freeName(taken, 'url', 'requestUrl') : '';
  const method = methodOf(request);
  const carrier = make(style, taken);
  const form = activeSpan(names, style, startOf(file, request, url, style, span), {
    async: false,
    column: call.startPosition.column,
    closing: [
      '} catch (error) {',
      ...[
        set(ATTR_ERROR_TYPE, `error instanceof Error ? error.name : ${key('_OTHER')}`),
        ...recorded({ span, SpanStatusCode }, style),
        `${span}.end()${end}`,
        `throw error${end}`,
      ].map((line) => `\t${line}`),
      '}',
    ],
  });
  const inCall = [...carrier.edits, ...(variable ? [{ ...rangeOf(node!), text: variable }] : [])];
  // Where the text does not tell, the request does once it is made.
  const late = [
    ...(method.literal || method.expression ? [] : [set(ATTR_HTTP_REQUEST_METHOD, `${sent}.method`)]),
    ...(url.full || variable || url.server
      ? []
      : [
          set(
            ATTR_URL_FULL,
            `\`\${${sent}.protocol}//\${${sent}.getHeader(${key('host')})}\${${sent}.path}\``,
          ),
        ]),
  ];
  const lines = [
    ...(variable
      ? [
          `const ${variable} = ${node!.text}${end}`,
          set(ATTR_URL_FULL, url.isString ? variable : `String(${variable})`),
        ]
      : []),
    ...carrier.lines,
    ...(injected ? [injected.text] : inject(names, carrier, style)),
    `const ${sent} = ${callText(file, call, inCall, form.depth, style)}${end}`,
    ...late,
    `${sent}.once(${key('response')}, ({ statusCode = 0 }) => {`,
    `\t${set(ATTR_HTTP_RESPONSE_STATUS_CODE, 'statusCode')}`,
    '\tif (statusCode >= 400) {',
    `\t\t${set(ATTR_ERROR_TYPE, 'String(statusCode)')}`,
    `\t\t${span}.setStatus({ code: ${SpanStatusCode}.ERROR })${end}`,
    '\t}',
    `})${end}`,
    `${sent}.once(${names.use('errorMonitor', eventsModule(file))}, (error${typed ? ': Error' : ''}) => {`,
    `\t${set(ATTR_ERROR_TYPE, 'error.name')}`,
    `\t${span}.recordException(error)${end}`,
    `\t${span}.setStatus({ code: ${SpanStatusCode}.ERROR, message: error.message })${end}`,
    `})${end}`,
    `${sent}.once(${key('close')}, () => ${span}.end())${end}`,
    `return ${sent}${end}`,
  ];
  return combined([
    ...names.edits(),
    ...(injected ? [injected.removal] : []),
    framed(file, call, form, lines, style),
  ]);
}

/** As the file spells the names of Node's own modules. */
function eventsModule(file: ParsedFile): string {
  return /['"]node:/.test(file.text) ? 'node:events' : 'events';
}
