import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { ClientSite } from '../../idioms/http.ts';
import { lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, holds, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName } from '../calls.ts';
import { isFunction, isSpanFrame } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { isAlone, linesBeside, linesFirst } from '../statements.ts';
import { styleOf, type Style } from '../style.ts';
import type { Request } from './clients.ts';
import { carrierFor } from './carrier.ts';
import { option, type Carrier, type CarrierMaker } from './options.ts';

/** A carrier, and the injection into it that is there already and moves. */
export interface InjectedCarrier {
  readonly make: CarrierMaker;
  readonly injected?: { readonly text: string; readonly removal: TextEdit };
}

/** The statement that injects a context, the current one where none is given. */
export function inject(
  names: ModuleNames,
  carrier: Carrier,
  { semicolon: end }: Style,
  context = `${names.use('context')}.active()`,
): readonly string[] {
  const open = `${names.use('propagation')}.inject(${context}, ${carrier.name}`;
  return carrier.isHeaders
    ? [`${open}, {`, '\tset: (carrier, key, value) => carrier.set(key, value),', `})${end}`]
    : [`${open})${end}`];
}

/** What is left to do for a request that is in a client span already; undefined where it is in none. */
export function mended(file: ParsedFile, request: Request): Pick<ClientSite, 'change' | 'edits'> | undefined {
  const { call } = request;
  const span = clientSpanAround(call);
  if (!span) return undefined;
  const injects = injections(file.tree.rootNode);
  if (injects.some((one) => holds(span, one))) {
    return { change: 'inject', edits: { refusal: 'This request is in a client span already.' } };
  }
  const headers = carrierName(request);
  const scope = functionAround(span);
  const outside = injects.findLast(
    (one) => holds(scope, one) && one.endIndex <= span.startIndex && argumentsOf(one)[1]!.text === headers,
  );
  const statement = outside?.parent;
  const body = span.childForFieldName('body')!;
  if (statement && headers !== undefined) {
    if (!isAlone(file, statement) || !holds(statement.parent!, span) || body.type !== 'statement_block') {
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
        combined([removed(file, statement), linesFirst(file, body, [statement.text], styleOf(file, span))]),
    };
  }
  const carrier = carrierFor(file, request);
  if ('refusal' in carrier) return { change: 'inject', edits: carrier };
  const first = [...selfAndAncestors(call)].find((node) => node.parent?.type === 'statement_block');
  if (!first || !holds(span, first) || !isAlone(file, first)) {
    return { change: 'inject', edits: { refusal: 'Give this request a statement of its own first.' } };
  }
  return {
    change: 'inject',
    edits: () => {
      const style = styleOf(file, call);
      const names = new ModuleNames(file, call, style);
      const taken = new Set(
        functionAround(span)
          .descendantsOfType(['identifier', 'shorthand_property_identifier'])
          .map(({ text }) => text),
      );
      const made = carrier.make(style, taken);
      const lines = [...made.lines, ...inject(names, made, style)];
      return combined([...names.edits(), linesBeside(file, first, 'above', lines, style), ...made.edits]);
    },
  };
}

/**
 * An injection that stands above a request, into the headers that it takes: it goes into the request's span. Where the
 * headers go elsewhere too they stay as they are, and the request gets a copy.
 */
export function injectionInto(file: ParsedFile, request: Request): InjectedCarrier | undefined {
  const headers = carrierName(request);
  if (headers === undefined) return undefined;
  const { call } = request;
  const statement = [...selfAndAncestors(call)].find((node) =>
    /^(?:statement_block|program)$/.test(node.parent?.type ?? ''),
  );
  const found = injections(file.tree.rootNode).findLast(
    (one) =>
      one.parent?.parent?.id === statement?.parent?.id &&
      one.endIndex <= call.startIndex &&
      argumentsOf(one)[1]!.text === headers,
  );
  const line = found?.parent;
  if (!found || !line || !isAlone(file, line)) return undefined;
  const uses = [...descendants(functionAround(call))].filter(
    (node) =>
      /^(?:shorthand_property_)?identifier$/.test(node.type) &&
      node.text === headers &&
      node.startIndex > line.endIndex &&
      !holds(call, node) &&
      !/^(?:member|subscript)_expression$/.test(node.parent?.type ?? ''),
  );
  if (uses.length > 0) return undefined;
  return {
    make: () => ({ lines: [], name: headers, isHeaders: false, edits: [] }),
    injected: { text: line.text, removal: removed(file, line) },
  };
}

/** The callback of a client span around a node of the same function. */
function clientSpanAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (!isFunction(outer)) continue;
    const call = outer.parent?.type === 'arguments' ? outer.parent.parent : null;
    const callee = call ? calleeName(call) : '';
    const others = call ? argumentsOf(call).filter((one) => one.id !== outer.id) : [];
    const given = others.map(({ text }) => text).join();
    if (callee === 'startActiveSpan' && /\bCLIENT\b/.test(given)) return outer;
    const started = callee === 'with' ? /\bsetSpan\([^]*,\s*(\w+)\)/.exec(given)?.[1] : undefined;
    const start =
      started && new RegExp(`\\b${started}\\b[^=\\n]*=\\s*[\\w.]+\\.startSpan\\([^;]*?\\bCLIENT\\b`);
    if (start && start.test(node.tree.rootNode.text.slice(0, outer.startIndex))) return outer;
  }
  return undefined;
}

/** The function that a person wrote around a node, or the module. */
function functionAround(node: Node): Node {
  for (const outer of selfAndAncestors(node.parent)) {
    if (isFunction(outer) && !isSpanFrame(outer)) return outer;
  }
  return node.tree.rootNode;
}

/** Statements that call `inject(context.active(), headers)`. */
function injections(root: Node): Node[] {
  return root.descendantsOfType('call_expression').filter((call) => {
    const [context, carrier] = argumentsOf(call);
    return (
      calleeName(call) === 'inject' &&
      /\bactive\(\)$/.test(context?.text ?? '') &&
      carrier?.type === 'identifier' &&
      call.parent?.type === 'expression_statement'
    );
  });
}

function carrierName(request: Request): string | undefined {
  const headers = option(request, 'headers');
  return headers && /^(?:identifier|shorthand_property_identifier)$/.test(headers.type)
    ? headers.text
    : undefined;
}

function removed(file: ParsedFile, statement: Node): TextEdit {
  const start = lineStart(file.text, statement.startIndex);
  const feed = file.text.indexOf('\n', statement.endIndex);
  return { start, end: feed < 0 ? file.text.length : feed + 1, text: '' };
}
