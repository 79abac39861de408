import type { Node } from 'web-tree-sitter';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '../../../semconv/names.ts';
import { callsAt, type CallGrammar } from '../../callsAt.ts';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import type { HttpIdioms } from '../../idioms/http.ts';
import { indentationOf } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { escape, literal } from '../../spanName.ts';
import { perTree } from '../../perTree.ts';
import { freeName, holds, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { recordedException } from '../caught.ts';
import { functionAt, isAsync } from '../functions.ts';
import { importedNames } from '../imported.ts';
import { ModuleNames } from '../moduleNames.ts';
import { passedFunction, valueOf } from '../passedFunction.ts';
import { refusal } from '../refusal.ts';
import { returned } from '../settling.ts';
import { bodyInForm } from '../span.ts';
import { activeSpan } from '../spanStart.ts';
import { stringParts } from '../strings.ts';
import { isTyped, quoted, styleOf } from '../style.ts';
import { frameworks, type Framework, type Words } from './frameworks.ts';
import { nestHandlerAt } from './nest.ts';
import { officialRefusal } from '../official.ts';
import { constantsAround } from './url.ts';

/** A handler as the framework takes it. */
interface Handler {
  readonly framework: Framework;
  readonly node: Node;
  /** The call that registers it, where the file has it. */
  readonly call?: Node;
}

export const handlerAt: HttpIdioms['handlerAt'] = (file, selection) => {
  const nest = nestHandlerAt(file, selection);
  if (nest) return nest;
  const handler = handlerAround(file, selection) ?? handlerTaken(file, selection);
  if (!handler) return undefined;
  return {
    range: rangeOf(handler.node),
    library: handler.framework.name,
    edits: attempt(file, handler),
  };
};

/** The handler that the selection is in; a callback in a handler is its part. */
function handlerAround(file: ParsedFile, selection: TextRange): Handler | undefined {
  let target = functionAt(file, selection);
  while (target) {
    const handler = handlerOf(file, target.node);
    if (handler) return handler;
    const outer: Node | null = target.node.parent;
    const around = outer && functionAt(file, rangeOf(outer));
    target = around && around.node.id !== target.node.id ? around : undefined;
  }
  return undefined;
}

const grammar: CallGrammar = {
  call: /^call_expression$/,
  statement: /_statement$|_declaration$/,
  block: /^(?:statement_block|class_body)$/,
};

/** The handler that a registration at the selection takes. */
function handlerTaken(file: ParsedFile, selection: TextRange): Handler | undefined {
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const taken = registeredBy(file, call);
    if (taken) return taken;
  }
  return undefined;
}

/** The handler that a call registers, where the file has it. */
function registeredBy(file: ParsedFile, call: Node): Required<Handler> | undefined {
  for (const framework of frameworksOf(file)) {
    const taken = framework.takes(call);
    const node = taken && (passedFunction(taken) ?? wrappedHandler(taken));
    if (node) return { framework, node, call };
  }
  return undefined;
}

/** The handler in `asyncHandler(async (req, res) => …)`, by what its parameters are called. */
function wrappedHandler(taken: Node): Node | undefined {
  const call = taken.type === 'identifier' ? valueOf(taken) : taken;
  if (call?.type !== 'call_expression') return undefined;
  const node = argumentsOf(call)
    .map(passedFunction)
    .find((one) => one !== undefined);
  const [first] = node ? parametersIn(node) : [];
  return /^_*(?:req|request|ctx|context)$/.test(first?.text ?? '') ? node : undefined;
}

const frameworksOf = perTree((file: ParsedFile): readonly Framework[] =>
  frameworks.filter(
    ({ modules, app }) =>
      app?.test(file.text) === true ||
      modules.some((module) => new RegExp(`(?:from|require\\(|import)\\s*['"]${module}['"]`).test(file.text)),
  ),
);

function handlerOf(file: ParsedFile, node: Node): Handler | undefined {
  for (const place of [node, ...mentions(file, node)]) {
    for (const outer of selfAndAncestors(place.parent)) {
      if (/_statement$|_declaration$|_body$/.test(outer.type)) break;
      const taken = outer.type === 'call_expression' ? registeredBy(file, outer) : undefined;
      if (taken?.node.id === node.id) return taken;
    }
  }
  return typedHandler(file, node);
}

/** Where the file says the name of a function: the text is searched, since a walk over its calls takes long. */
function mentions({ text, tree }: ParsedFile, node: Node): Node[] {
  const name = nameOf(node);
  if (name === '') return [];
  const found = text.matchAll(new RegExp(`(?<![\\w$#])${escape(name)}(?![\\w$])`, 'g'));
  return [...found].map(({ index }) => tree.rootNode.descendantForIndex(index)!);
}

/** Servers whose handlers look like those of Express. */
const otherServer = /['"](?:next|polka|restify|(?:node:)?https?)(?:\/[^'"]*)?['"]/;

/** A handler that another file registers, by the types of its parameters or by what it answers with. */
function typedHandler(file: ParsedFile, node: Node): Handler | undefined {
  const imported = importedNames(file);
  const typeIn = (one: Node | null | undefined): string => {
    const type = one?.childForFieldName('type')?.firstNamedChild;
    const plain = type?.type === 'generic_type' ? type.firstNamedChild : type;
    return (plain && imported(plain)) ?? '';
  };
  const name = nameOf(node);
  const given = listedParameters(node);
  const framework = frameworks.find(
    ({ types, type, answers, parameters }) =>
      given.length >= parameters.length &&
      (types.every((one, i) => one.test(typeIn(given[i]))) ||
        (type !== undefined &&
          node.parent?.type === 'variable_declarator' &&
          type.test(typeIn(node.parent))) ||
        (answers !== undefined &&
          parametersIn(node)
            .slice(0, 2)
            .map(({ text }) => text)
            .join() === parameters.join() &&
          answers.test(node.text) &&
          !otherServer.test(file.text))),
  );
  const isHandler =
    name !== '' && framework && given.length <= framework.parameters.length + 1 && !passesOn(node, name);
  return isHandler ? { framework, node } : undefined;
}

/** Middleware goes on to the next function, and a part of a handler is called by it. */
function passesOn(node: Node, name: string): boolean {
  const next = parametersIn(node).at(-1)?.text ?? '';
  return nodesOf(node.tree, 'call_expression').some(
    (call) =>
      (holds(node, call) && call.text === `${next}()`) ||
      [name, `this.${name}`].includes(call.childForFieldName('function')?.text ?? ''),
  );
}

/** The name that a function is passed on by; '' for one that stands where it is used. */
function nameOf(node: Node): string {
  const own = /^(?:function_declaration|method_definition)$/.test(node.type)
    ? node.childForFieldName('name')
    : null;
  // A wrapped one by the name that what wraps it is kept under.
  const parent = node.parent?.type === 'arguments' ? node.parent.parent!.parent : node.parent;
  const kept =
    parent && /^(?:variable_declarator|public_field_definition|pair|assignment_expression)$/.test(parent.type)
      ? (parent.childForFieldName('name') ??
        parent.childForFieldName('key') ??
        parent.childForFieldName('left')?.childForFieldName('property'))
      : null;
  return (own ?? kept)?.text ?? '';
}

function listedParameters(node: Node): Node[] {
  const single = node.childForFieldName('parameter');
  if (single) return [single];
  const list = node.childForFieldName('parameters');
  return list?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
}

/** Their names or patterns. */
function parametersIn(node: Node): Node[] {
  return listedParameters(node).map((one) => one.childForFieldName('pattern') ?? one);
}

function attempt(file: ParsedFile, handler: Handler): Attempt {
  const { node, framework } = handler;
  const official = officialRefusal(file, framework.official);
  if (official) return { refusal: official };
  if (/\bSpanKind\.SERVER\b/.test(node.text)) return { refusal: 'This handler is in a server span already.' };
  // The types of a handler are the framework's: what it returns is only sent.
  const reason = refusal(node, false);
  if (reason) return { refusal: reason };
  const parameters = parametersOf(file, handler);
  return 'refusal' in parameters ? parameters : () => edits(file, handler, parameters);
}

/** The names of the parameters, and how those that are missing get into the header. */
function parametersOf(
  file: ParsedFile,
  { node, framework, call }: Handler,
): { readonly names: readonly string[]; readonly added: readonly TextEdit[] } | Refusal {
  const single = node.childForFieldName('parameter');
  const list = node.childForFieldName('parameters');
  const given = listedParameters(node);
  const wanted = framework.parameters;
  const patterns = parametersIn(node).slice(0, wanted.length);
  if (patterns.some(({ type }) => type !== 'identifier')) {
    return {
      refusal: 'This handler takes its parameters apart: give the request and the response names first.',
    };
  }
  const missing = wanted.slice(given.length);
  const names = [...patterns.map(({ text }) => text), ...missing];
  if (missing.length === 0) return { names, added: [] };
  if (isTyped(file.path) && !(call && holds(call, node))) {
    return { refusal: `This handler does not take ${missing.join(' and ')}: add the parameter first.` };
  }
  if (single) {
    const text = `(${names.join(', ')})`;
    return { names, added: [{ start: single.startIndex, end: single.endIndex, text }] };
  }
  const at = given.at(-1)?.endIndex ?? list!.startIndex + 1;
  const text = (given.length > 0 ? ', ' : '') + missing.join(', ');
  return { names, added: [{ start: at, end: at, text }] };
}

function edits(
  file: ParsedFile,
  handler: Handler,
  { names: parameters, added }: { names: readonly string[]; added: readonly TextEdit[] },
): TextEdit[] {
  const { text } = file;
  const { framework, node } = handler;
  const style = styleOf(file, node);
  const { semicolon: end, quote } = style;
  const names = new ModuleNames(file, node, style);
  const words = framework.words(parameters, style);
  const taken = new Set(
    node.descendantsOfType(['identifier', 'shorthand_property_identifier']).map((one) => one.text),
  );
  const span = freeName(taken, 'span', 'serverSpan');
  const { name, attributes } = described(file, handler, words, quote);
  const hasBlock = node.childForFieldName('body')?.type === 'statement_block';
  const context = names.use('context');
  const key = (one: string): string => quoted(one, quote);
  const form = activeSpan(
    names,
    style,
    {
      name,
      kind: 'SERVER',
      attributes,
      context: `${names.use('propagation')}.extract(${context}.active(), ${words.headers})`,
      variable: span,
    },
    {
      async: isAsync(node),
      before: hasBlock && (isAsync(node) || returned(node).length > 0) ? 'return ' : '',
      column: indentationOf(text, node.startIndex).length + style.unit.length,
      closing: [
        '} catch (error) {',
        `\t${recordedException({ span, SpanStatusCode: '' }, style)}`,
        `\tthrow error${end}`,
        '}',
      ],
    },
  );
  const code = `${words.response}.statusCode`;
  const open = form.head.at(-1)!;
  const step = /^\t*/.exec(open)![0];
  const closed = [
    `${words.response}.once(${key('close')}, () => {`,
    `\t${span}.setAttribute(${key(ATTR_HTTP_RESPONSE_STATUS_CODE)}, ${code})${end}`,
    `\tif (${code} >= 500) {`,
    `\t\t${span}.setAttribute(${key(ATTR_ERROR_TYPE)}, String(${code}))${end}`,
    `\t\t${span}.setStatus({ code: ${names.use('SpanStatusCode')}.ERROR })${end}`,
    '\t}',
    `\t${span}.end()${end}`,
    `})${end}`,
  ];
  const tail = form.tail.with(-1, `${form.tail.at(-1)!}${hasBlock ? end : ''}`);
  const head = [...form.head.slice(0, -1), ...closed.map((line) => step + line), open];
  return combined([
    ...names.edits(),
    ...added,
    ...bodyInForm(text, node, { head, tail, depth: form.depth, awaits: false }, style),
  ]);
}

/** The span's name and attributes: by the route as it is written where that is all of it, else as the run has it. */
function described(
  file: ParsedFile,
  { framework: { whole }, call }: Handler,
  words: Words,
  quote: string,
): { name: string; attributes: [string, string][] } {
  const path = call && argumentsOf(call)[0];
  const isWhole = whole?.test(file.text) === true && !/\bRouter\(|\.register\(/.test(file.text);
  const route = isWhole && path ? literal(stringParts(path, constantsAround(path))) : undefined;
  const registering = call ? calleeName(call) : '';
  const method = /^(?:get|post|put|delete|patch|options|head)$/.test(registering)
    ? registering.toUpperCase()
    : '';
  const isKnown = route !== undefined && method !== '';
  const template = `\`\${${words.method}} ${words.route}\``;
  // What `use` takes comes without a route, and what another file registers may.
  const hasRoute = words.route !== '' && registering !== 'use';
  const name = isKnown
    ? quoted(`${method} ${route}`, quote)
    : !hasRoute
      ? words.method
      : call
        ? template
        : `${words.isRouted} ? ${template} : ${words.method}`;
  const attributes: [string, string][] = [
    // A HEAD request comes to the handler of GET.
    [ATTR_HTTP_REQUEST_METHOD, words.method.replace(/ \?\? .*/, '')],
  ];
  if (hasRoute) {
    const value = isKnown ? quoted(route, quote) : `\`${words.route}\``;
    attributes.push([ATTR_HTTP_ROUTE, call ? value : `${words.isRouted} && ${value}`]);
  }
  attributes.push([ATTR_URL_PATH, words.path], [ATTR_URL_SCHEME, words.scheme]);
  return { name, attributes };
}
