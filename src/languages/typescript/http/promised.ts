import type { Node } from 'web-tree-sitter';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_URL_FULL } from '../../../semconv/names.ts';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { freeName, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { caught } from '../caught.ts';
import { isAsync, isFunction } from '../functions.ts';
import { isHarmless } from '../harmless.ts';
import { ModuleNames } from '../moduleNames.ts';
import { activeSpan } from '../spanStart.ts';
import { quoted, styleOf } from '../style.ts';
import type { Request } from './clients.ts';
import { awaitOf, calleeOf, methodCall } from './awaited.ts';
import { callText, framed } from './frame.ts';
import { inject, type InjectedCarrier } from './injection.ts';
import { fullUrl, startOf, urlNode } from './request.ts';

/** A call that gives a promise of the response: the span's callback awaits it. */
export function promised(file: ParsedFile, request: Request, carrier: InjectedCarrier): Attempt {
  const { call } = request;
  const whole = wholeOf(request);
  const awaited = awaitOf(whole);
  if (!awaited && !isInAsync(call) && !request.args.every(isHarmless)) {
    return {
      refusal:
        'What throws among the arguments throws at once here, and would not below a span: give them variables first.',
    };
  }
  return () => edits(file, request, carrier, awaited);
}

/** The call with what is asked of the promise itself: `got(url).json()`. */
function wholeOf({ call, client }: Request): Node {
  const outer = methodCall(call);
  const name = outer && calleeOf(outer)?.childForFieldName('property')?.text;
  return name && client.parts?.test(name) ? outer : call;
}

function isInAsync(node: Node): boolean {
  for (const outer of selfAndAncestors(node)) if (isFunction(outer)) return isAsync(outer);
  return true;
}

function edits(
  file: ParsedFile,
  request: Request,
  { make, injected }: InjectedCarrier,
  awaited: Node | undefined,
): TextEdit[] {
  const { text } = file;
  const { client, call } = request;
  const whole = wholeOf(request);
  const expression = awaited ?? whole;
  const style = styleOf(file, expression);
  const { semicolon: end, quote } = style;
  const names = new ModuleNames(file, expression, style);
  const taken = new Set(
    expression
      .descendantsOfType(['identifier', 'shorthand_property_identifier'])
      .map(({ text: name }) => name),
  );
  const span = freeName(taken, 'span', 'clientSpan');
  const response = freeName(taken, 'response', 'httpResponse');
  const node = urlNode(request);
  const url = fullUrl(request, quote);
  const variable = url.isComputed ? freeName(taken, 'url', 'requestUrl') : '';
  const value = url.isString ? variable : `String(${variable})`;
  const carrier = make(style, taken);
  const isPart = whole.id !== call.id;
  const key = (name: string): string => quoted(name, quote);
  const { raises } = client;
  const keepsErrors = !raises || raises.keeps.test(call.text);
  const code = `${response}.${client.status}`;
  const setStatus = `${span}.setAttribute(${key(ATTR_HTTP_RESPONSE_STATUS_CODE)}, ${code})${end}`;
  const told = [
    setStatus,
    ...(keepsErrors
      ? [
          `if (${code} >= 400) {`,
          `\t${span}.setAttribute(${key(ATTR_ERROR_TYPE)}, String(${code}))${end}`,
          `\t${span}.setStatus({ code: ${names.use('SpanStatusCode')}.ERROR })${end}`,
          '}',
        ]
      : []),
  ];
  // CommonJS that loads a module late may be unable to require it.
  const isLate = raises && !style.typed && new RegExp(`\\bimport\\(['"]${raises.module}['"]\\)`).test(text);
  const type = `error instanceof Error ? error.name : ${key('_OTHER')}`;
  const setType = (expression_: string): string =>
    `${span}.setAttribute(${key(ATTR_ERROR_TYPE)}, ${expression_})${end}`;
  const failed = raises
    ? [
        `if (${isLate ? raises.untyped.replaceAll("'", quote) : raises.test(names.use(raises.name, raises.module))}) {`,
        `\t${span}.setAttribute(${key(ATTR_HTTP_RESPONSE_STATUS_CODE)}, ${raises.status})${end}`,
        `\t${setType(`String(${raises.status})`)}`,
        '} else {',
        `\t${setType(type)}`,
        '}',
      ]
    : [setType(type)];
  const form = activeSpan(names, style, startOf(file, request, url, style, span), {
    async: true,
    before: awaited ? 'await ' : '',
    column: expression.startPosition.column,
    closing: caught({ span, SpanStatusCode: names.use('SpanStatusCode') }, style, failed),
  });
  const inCall = [...carrier.edits, ...(variable ? [{ ...rangeOf(node!), text: variable }] : [])];
  const sending = callText(file, call, inCall, form.depth, style);
  const started = freeName(taken, 'request', 'httpRequest');
  const inner = [
    ...(variable
      ? [
          `const ${variable} = ${node!.text}${end}`,
          `${span}.setAttribute(${key(ATTR_URL_FULL)}, ${value})${end}`,
        ]
      : []),
    ...carrier.lines,
    ...(injected ? [injected.text] : inject(names, carrier, style)),
  ];
  const sent = isPart
    ? [
        `const ${started} = ${sending}${end}`,
        `void ${started}.on(${key('response')}, (${response}) => {`,
        ...told.map((line) => `\t${line}`),
        `})${end}`,
        `return await ${started}${text.slice(call.endIndex, whole.endIndex)}${end}`,
      ]
    : [`const ${response} = await ${sending}${end}`, ...told, `return ${response}${end}`];
  return combined([
    ...names.edits(),
    ...(injected ? [injected.removal] : []),
    framed(file, expression, form, [...inner, ...sent], style),
  ]);
}
