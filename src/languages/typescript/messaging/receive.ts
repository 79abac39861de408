import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { processStart } from '../../messaging.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { appended } from '../appended.ts';
import { awaited } from '../awaited.ts';
import { expressionInBlock, statementsInBlock, type Form } from '../block.ts';
import { statementsOf } from '../body.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { entersSameScope, isAsync, isFunction, isInTry } from '../functions.ts';
import { officialRefusal } from '../official.ts';
import { ModuleNames } from '../moduleNames.ts';
import { refusal as functionRefusal } from '../refusal.ts';
import { functionSettles, returned, returnStatements, settles, valueOf } from '../settling.ts';
import { activeSpan } from '../spanStart.ts';
import { isTyped, styleOf, type Style } from '../style.ts';
import { valueIn } from './carrying.ts';
import { importsAny, isClient } from './clients.ts';
import {
  asksForAll,
  receivingInput,
  registrations,
  sources,
  type Parameter,
  type Registration,
  type Source,
  type Taken,
} from './consumers.ts';
import { derivedFrom, variablesOf } from './derived.ts';
import { textWriter } from './texts.ts';

const modules = [...registrations, ...sources].flatMap((one) => one.modules);

/** The innermost loop or handler around the selection. */
export function consumerAt(file: ParsedFile, selection: TextRange): ConsumerSite | undefined {
  if (!importsAny(file, modules)) return undefined;
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const site =
      (around.type === 'for_in_statement' && loopSite(file, around)) ||
      (isFunction(around) && handlerSite(file, around)) ||
      (/^(?:call|new)_expression$/.test(around.type) && registrationSite(file, around)) ||
      (around.type === 'expression_statement' && statementSite(file, around)) ||
      (isStatement(around) && restSite(file, around));
    if (site) return site;
  }
  return undefined;
}

/** A declaration of a function is none: what stands in it does not run after what stands above it. */
function isStatement({ type, parent }: Node): boolean {
  const isBelow = /^(?:statement_block|program)$/.test(parent?.type ?? '');
  return isBelow && !/^(?:export_statement|(?:\w+_)?(?:function|class)_declaration)$/.test(type);
}

/** A statement that registers: `await consumer.run({ … })`. */
function statementSite(file: ParsedFile, statement: Node): ConsumerSite | undefined {
  let node = statement.firstNamedChild;
  if (node?.type === 'await_expression') node = node.firstNamedChild;
  return node ? registrationSite(file, node) : undefined;
}

function registrationSite(file: ParsedFile, call: Node): ConsumerSite | undefined {
  for (const registration of registrationsOf(file, call)) {
    const handler = callbackOf(registration, call);
    if (handler && isFunction(handler)) return site(file, handler, registration, call);
    if (handler?.type !== 'identifier') continue;
    const named = functionNamed(file, handler.text);
    return named
      ? site(file, named, registration, call)
      : refused(
          rangeOf(call),
          `\`${handler.text}\` is not defined in this file: place the cursor in it where it is.`,
        );
  }
  return undefined;
}

/** A function that stands in a call which registers it, or whose name does. */
function handlerSite(file: ParsedFile, node: Node): ConsumerSite | undefined {
  const around = callAround(node);
  const candidates = around
    ? registrationsOf(file, around).map((registration) => ({ call: around, registration }))
    : registeringIn(file);
  for (const { call, registration } of candidates) {
    const handler = callbackOf(registration, call);
    const isIt =
      handler?.id === node.id ||
      (handler?.type === 'identifier' && functionNamed(file, handler.text)?.id === node.id);
    if (isIt) return site(file, node, registration, call);
  }
  return undefined;
}

/** The call that a function stands in, as an argument or a property of one. */
function callAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node.parent)) {
    if (/^(?:call|new)_expression$/.test(outer.type)) return outer;
    if (!/^(?:arguments|object|pair|parenthesized_expression)$/.test(outer.type)) return undefined;
  }
  return undefined;
}

interface Registering {
  readonly call: Node;
  readonly registration: Registration;
}

/** The calls of a file that register a function. */
const registeringIn = perTree((file: ParsedFile): readonly Registering[] =>
  registrations.some((one) => importsAny(file, one.modules))
    ? nodesOf(file.tree, 'call_expression', 'new_expression').flatMap((call) =>
        registrationsOf(file, call).map((registration) => ({ call, registration })),
      )
    : [],
);

function registrationsOf(file: ParsedFile, call: Node): Registration[] {
  const name = calleeName(call);
  const client = receiverOf(call);
  return registrations.filter(
    (one) =>
      one.members.test(name) &&
      importsAny(file, one.modules) &&
      (call.type === 'new_expression' || (client !== undefined && isClient(file, client, one.client))),
  );
}

function callbackOf({ callback: { index, property } }: Registration, call: Node): Node | undefined {
  const given = argumentsOf(call)[index];
  if (property === undefined || given === undefined) return given;
  const method = given.namedChildren.find(
    (child) => child.type === 'method_definition' && child.childForFieldName('name')?.text === property,
  );
  return method ?? valueIn(given, property);
}

function functionNamed(file: ParsedFile, name: string): Node | undefined {
  const declared = nodesOf(file.tree, 'function_declaration').find(
    (one) => one.childForFieldName('name')?.text === name,
  );
  const kept = nodesOf(file.tree, 'variable_declarator')
    .find((one) => one.childForFieldName('name')?.text === name)
    ?.childForFieldName('value');
  return declared ?? (kept && isFunction(kept) ? kept : undefined);
}

function site(file: ParsedFile, handler: Node, registration: Registration, call: Node): ConsumerSite {
  const isBatch = registration.batch !== undefined;
  const range = rangeOf(handler);
  const pattern = parametersOf(handler)[registration.parameter];
  const body = handler.childForFieldName('body')!;
  const isBlock = body.type === 'statement_block';
  const reason =
    (isInConsumerSpan(handler) && 'These messages are processed in a CONSUMER span already.') ||
    functionRefusal(handler, isTyped(file.path)) ||
    (registration.official ? officialRefusal(file, registration.official) : '') ||
    (!isAsync(handler) && functionSettles(handler) !== 'no'
      ? 'This handler may return a promise: make it async first, so that its span lasts until the work is done.'
      : '');
  if (reason) return refused(range, reason, isBatch);
  if (!pattern || !/^(?:identifier|object_pattern)$/.test(pattern.type)) {
    return refused(
      range,
      'The parameters of this handler do not say which one is the message: name them first.',
      isBatch,
    );
  }
  const added: string[] = [];
  const parameter: Parameter = (name) => {
    if (pattern.type === 'identifier') return name === undefined ? pattern.text : `${pattern.text}.${name}`;
    const bound = boundIn(pattern, name!);
    if (bound === undefined && !added.includes(name!)) added.push(name!);
    return bound ?? name!;
  };
  const isInline = callbackOf(registration, call)?.id === handler.id;
  const taken = registration.message(
    parameter,
    call,
    isInline && pattern.text !== argumentsOf(call)[0]?.text,
  );
  const { list } = registration.batch?.(parameter) ?? {};
  const statements = isBlock ? statementsOf(handler) : [];
  const others = parametersOf(handler).filter(({ id }) => id !== pattern.id);
  const guards = pattern.type === 'identifier' ? leadingGuards(statements, pattern.text, others) : 0;
  const [first, last] = [statements[guards], statements.at(-1)];
  if (isBlock && (!first || !last)) return refused(range, 'Nothing is done with the message here.', isBatch);
  if (!isBlock && isBatch) return refused(range, 'Give this handler a body in braces first.', isBatch);
  const mayBeNull = registration.system === 'rabbitmq' && guards === 0;
  const edits = (): TextEdit[] => {
    const style = styleOf(file, handler);
    const names = new ModuleNames(file, handler, style);
    const async = isAsync(handler);
    const passes = isBlock && returned(handler).length > 0;
    const before = passes ? 'return ' : async && isBlock ? 'await ' : '';
    const place = first ?? body;
    const made = formOf(names, style, {
      system: registration.system,
      taken: mayBeNull ? optional(taken, pattern.text) : taken,
      list,
      async,
      before,
      place,
    });
    const pulled = added.map((name) => firstIn(pattern, name));
    if (!isBlock) {
      const isWaiting = async && settles(body) !== 'no' ? awaited(body) : [];
      return combined([
        ...names.edits(),
        ...pulled,
        ...expressionInBlock(file, body, made.form, style, isWaiting),
      ]);
    }
    const waits = async
      ? returnStatements(body).flatMap((statement) => {
          const value = valueOf(statement);
          return value && settles(value) !== 'no' && !isInTry(statement) ? awaited(value) : [];
        })
      : [];
    const run = { first: first!, last: last! };
    return combined([...names.edits(), ...pulled, ...statementsInBlock(file, run, made.form, style, waits)]);
  };
  return { range, isBatch, edits };
}

/** What the span around the work on messages looks like. */
function formOf(
  names: ModuleNames,
  style: Style,
  given: {
    readonly system: string;
    readonly taken: Taken;
    readonly list?: string | undefined;
    readonly async: boolean;
    readonly before: string;
    readonly place: Node;
  },
): { form: Form } {
  const { system, taken, list, async, before, place } = given;
  const { carrier, getter, destination } = taken;
  const propagation = names.use('propagation');
  const get = getter ? `, ${getter(names, style)}` : '';
  const about = { system, destination, ...(list === undefined ? {} : { count: `${list}.length` }) };
  const links = list === undefined ? undefined : names.free('links', 'senders');
  const start = {
    ...processStart(textWriter(style.quote), about),
    variable: names.free('span', 'processSpan'),
    ...(links === undefined
      ? { context: `${propagation}.extract(${names.use('context')}.active(), ${carrier}${get})` }
      : { links }),
  };
  const column = place.startPosition.column;
  const form = activeSpan(names, style, start, { async, before, column });
  const { semicolon: end } = style;
  const lines =
    links === undefined
      ? []
      : [
          `const ${links} = ${list!}.flatMap((message) => {`,
          `\tconst sender = ${names.use('trace')}.getSpanContext(`,
          `\t\t${propagation}.extract(${names.use('ROOT_CONTEXT')}, ${carrier}${get}),`,
          `\t)${end}`,
          `\treturn sender ? [{ context: sender }] : []${end}`,
          `})${end}`,
        ];
  const isExpression = !/statement|declaration/.test(place.type);
  const tail = isExpression ? form.tail : [...form.tail.slice(0, -1), form.tail.at(-1)! + end];
  return { form: { head: [...lines, ...form.head], tail, depth: form.depth } };
}

/** `for (const message of Messages ?? [])`, `for await (const message of subscription)`. */
function loopSite(file: ParsedFile, loop: Node): ConsumerSite | undefined {
  if (!sources.some((one) => importsAny(file, one.modules))) return undefined;
  if (loop.childForFieldName('operator')?.text !== 'of') return undefined;
  const derived = derivedFrom(file, loop.childForFieldName('right'));
  if (!derived) return undefined;
  const { source, call, level, variables: outer } = derived;
  const missing = source.levels - level - 1;
  const body = loop.childForFieldName('body')!;
  if (missing > 0) {
    const inner = [...descendants(body, entersSameScope)].find((node) => node.type === 'for_in_statement');
    return inner && loopSite(file, inner);
  }
  if (missing < 0) return undefined;
  const statements = body.type === 'statement_block' ? statementsIn(body) : [];
  if (statements.length === 0) return refused(rangeOf(loop), 'Give this loop a body in braces first.');
  const variables = variablesOf(loop.childForFieldName('left')!);
  const taken = source.message(variables, outer, call, file);
  return runSite(file, rangeOf(loop), statements, { source, call, taken });
}

/**
 * What works on a whole list of messages: the statements below the one that receives it, and below those that leave
 * where there is none.
 */
function restSite(file: ParsedFile, statement: Node): ConsumerSite | undefined {
  if (!sources.some((one) => one.list !== undefined && importsAny(file, one.modules))) return undefined;
  let at = statement;
  let received = listOf(file, at);
  while (!received) {
    if (!at.previousNamedSibling) return undefined;
    at = at.previousNamedSibling;
    received = listOf(file, at);
  }
  const { list, source, call } = received;
  const block = at.parent!;
  const rest = statementsIn(block).filter(({ startIndex }) => startIndex > at.startIndex);
  const guards = rest.findIndex((one) => !leavesWithout(one, list));
  const run = guards < 0 ? [] : rest.slice(guards);
  const [first] = run;
  const range = { start: at.startIndex, end: block.endIndex };
  if (!first) return refused(range, 'Nothing is done with the messages here.', true);
  const loop = first.type === 'for_in_statement' ? loopSite(file, first) : undefined;
  if (loop) return loop;
  const taken = source.message(['message'], [], call, file);
  return runSite(file, range, run, { source, call, taken, list: guards > 0 ? list : `(${list} ?? [])` });
}

/** The list of messages that a statement receives: `const { Messages } = await client.send(…)`. */
function listOf(file: ParsedFile, statement: Node): { list: string; source: Source; call: Node } | undefined {
  if (statement.type !== 'lexical_declaration' || statement.namedChildCount !== 1) return undefined;
  const declarator = statement.firstNamedChild!;
  const name = declarator.childForFieldName('name');
  const derived = derivedFrom(file, declarator.childForFieldName('value'));
  const property = derived?.source.list;
  if (!derived || !name || property === undefined) return undefined;
  const list = name.type === 'identifier' ? `${name.text}.${property}` : boundIn(name, property);
  return list === undefined ? undefined : { list, source: derived.source, call: derived.call };
}

/** `if (!Messages?.length) continue;` */
function leavesWithout(statement: Node, list: string): boolean {
  if (statement.type !== 'if_statement' || statement.childForFieldName('alternative')) return false;
  const branch = statement.childForFieldName('consequence')!;
  const leaving = branch.type === 'statement_block' ? branch.namedChildren.at(-1) : branch;
  return (
    statement.childForFieldName('condition')!.text.includes(list) &&
    /^(?:return|throw|continue|break)_statement$/.test(leaving?.type ?? '')
  );
}

/** Statements to the end of their block in a callback. */
function runSite(
  file: ParsedFile,
  range: TextRange,
  statements: readonly Node[],
  given: { readonly source: Source; readonly call: Node; readonly taken: Taken; readonly list?: string },
): ConsumerSite {
  const { source, call, taken, list } = given;
  const isBatch = list !== undefined;
  const [first, last] = [statements[0]!, statements.at(-1)!];
  const block = first.parent!;
  const own = statements.flatMap((one) => [one, ...descendants(one, entersSameScope)]);
  const asked = askedFor(file, call);
  const reason =
    (statements.some(isInConsumerSpan) && 'These messages are processed in a CONSUMER span already.') ||
    (statements.some(isBroken) && 'There is a syntax error in or beside these statements: mend it first.') ||
    (source.official ? officialRefusal(file, source.official) : '') ||
    leavingRefusal(own, block) ||
    ('refusal' in asked ? asked.refusal : '');
  if (reason || 'refusal' in asked) return refused(range, reason, isBatch);
  const edits = (): TextEdit[] => {
    const style = styleOf(file, first);
    const names = new ModuleNames(file, first, style);
    const async = own.some(({ type }) => type === 'await_expression');
    const before = async ? 'await ' : '';
    const { form } = formOf(names, style, {
      system: source.system,
      taken,
      list,
      async,
      before,
      place: first,
    });
    const next = continues(own, block).map((node) => ({
      start: node.startIndex,
      end: node.startIndex + 'continue'.length,
      text: 'return',
    }));
    const run = { first, last };
    return combined([
      ...names.edits(),
      ...asked.edits(style),
      ...statementsInBlock(file, run, form, style, next),
    ]);
  };
  return { range, isBatch, edits };
}

/** What a call that receives has to ask for, so that messages come with their context. */
function askedFor(
  file: ParsedFile,
  call: Node,
): { edits: (style: Style) => TextEdit[] } | { refusal: string } {
  const input = receivingInput(file, call);
  const listed = input && valueIn(input, 'MessageAttributeNames');
  if (input && input.type !== 'object') {
    return {
      refusal: `\`${input.text}\` is made elsewhere: write what is asked for into the command first.`,
    };
  }
  if (listed && listed.type !== 'array') {
    return {
      refusal: `The text does not say which attributes \`${listed.text}\` asks for: write the list into the command first.`,
    };
  }
  return { edits: (style) => (input ? asking(file, input, listed, style) : []) };
}

/** SQS gives the attributes of a message to those who ask for them. */
function asking(file: ParsedFile, input: Node, listed: Node | undefined, { quote }: Style): TextEdit[] {
  if (asksForAll(input)) return [];
  if (!listed) return appended(file, input, `MessageAttributeNames: [${quote}All${quote}]`);
  const missing = ['traceparent', 'tracestate'].filter((name) => !listed.text.includes(name));
  return missing.length > 0
    ? appended(file, listed, missing.map((name) => quote + name + quote).join(', '))
    : [];
}

/** Why statements of a block cannot move into a callback. '' where they can. */
function leavingRefusal(own: readonly Node[], body: Node): string {
  if (own.some(({ type }) => type === 'yield_expression')) {
    return 'This yields the messages: the span belongs where they are worked on.';
  }
  const leaves = own.find(
    (node) =>
      node.type === 'return_statement' ||
      (/^(?:break|continue)_statement$/.test(node.type) && node.namedChildCount > 0) ||
      (node.type === 'break_statement' &&
        !isInside(node, body, /^(?:for|while|do|switch)(?:_in)?_statement$/)),
  );
  if (leaves) {
    return `This is left by \`${leaves.text.split(/[\s;]/, 1)[0]!}\`, which a callback cannot do: put the work on one message into a function first.`;
  }
  return own.some(({ type }) => type === 'variable_declaration')
    ? 'This declares a `var`, which would be another variable in a callback: make it `let` or `const` first.'
    : '';
}

/** The `continue`s of the loop itself. */
function continues(own: readonly Node[], body: Node): Node[] {
  return own.filter(
    (node) =>
      node.type === 'continue_statement' && !isInside(node, body, /^(?:for|while|do)(?:_in)?_statement$/),
  );
}

function isInside(node: Node, body: Node, types: RegExp): boolean {
  for (const around of selfAndAncestors(node.parent)) {
    if (around.id === body.id) return false;
    if (types.test(around.type)) return true;
  }
  return false;
}

function isInConsumerSpan(node: Node): boolean {
  return /\bSpanKind\.CONSUMER\b/.test(node.text);
}

/** The same of a message that may be null. */
function optional(taken: Taken, message: string): Taken {
  const chained = (code: string): string =>
    code.startsWith(`${message}.`) ? `${message}?${code.slice(message.length)}` : code;
  return {
    ...taken,
    carrier: chained(taken.carrier),
    destination: taken.destination.map((part) =>
      typeof part === 'string' ? part : { ...part, code: chained(part.code) },
    ),
  };
}

/** `if (!message) return;` and `if (error) throw error;` at the beginning: how many of them. */
function leadingGuards(statements: readonly Node[], name: string, others: readonly Node[]): number {
  const errors = others.map(({ text }) => text).filter((text) => /^\w+$/.test(text));
  const count = statements.findIndex((one) => !isGuard(one, name, errors));
  return count < 0 ? statements.length : count;
}

function isGuard(statement: Node, name: string, errors: readonly string[]): boolean {
  if (statement.type !== 'if_statement' || statement.childForFieldName('alternative')) return false;
  const condition = statement.childForFieldName('condition')!.text.slice(1, -1);
  const branch = statement.childForFieldName('consequence')!;
  const leaving = branch.type === 'statement_block' ? branch.namedChildren.at(-1) : branch;
  return (
    (errors.includes(condition) ||
      new RegExp(`^(?:!${name}|${name} ===? (?:null|undefined))$`).test(condition)) &&
    /^(?:return|throw)_statement$/.test(leaving?.type ?? '')
  );
}

function statementsIn(block: Node): Node[] {
  return block.namedChildren.filter(({ type }) => type !== 'comment');
}

/** The names or patterns of a function's parameters. */
function parametersOf(handler: Node): Node[] {
  const single = handler.childForFieldName('parameter');
  if (single) return [single];
  const all = handler.childForFieldName('parameters')?.namedChildren ?? [];
  return all
    .filter(({ type }) => type !== 'comment')
    .map((parameter) => parameter.childForFieldName('pattern') ?? parameter);
}

/** What a property is called that a pattern takes out of an object. */
function boundIn(pattern: Node, name: string): string | undefined {
  for (const child of pattern.namedChildren) {
    if (child.type === 'shorthand_property_identifier_pattern' && child.text === name) return name;
    if (child.type === 'pair_pattern' && child.childForFieldName('key')?.text === name) {
      return child.childForFieldName('value')!.text;
    }
  }
  return undefined;
}

function firstIn(pattern: Node, name: string): TextEdit {
  const first = pattern.firstNamedChild;
  const start = first?.startIndex ?? pattern.startIndex + 1;
  return { start, end: start, text: first ? `${name}, ` : ` ${name} ` };
}

function refused(range: TextRange, refusal: string, isBatch = false): ConsumerSite {
  return { range, isBatch, edits: { refusal } };
}
