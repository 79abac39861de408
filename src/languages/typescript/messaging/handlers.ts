import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { rangeOf, selfAndAncestors } from '../../syntax.ts';
import { awaited } from '../awaited.ts';
import { expressionInBlock, statementsInBlock } from '../block.ts';
import { statementsOf } from '../body.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { isAsync, isInTry } from '../functions.ts';
import { officialRefusal } from '../official.ts';
import { ModuleNames } from '../moduleNames.ts';
import { passedFunction } from '../passedFunction.ts';
import { refusal as functionRefusal } from '../refusal.ts';
import { functionSettles, returned, returnStatements, settles, valueOf } from '../settling.ts';
import { isTyped, styleOf } from '../style.ts';
import { valueIn } from './carrying.ts';
import { importsAny, isClient } from './clients.ts';
import { registrations, type Parameter, type Registration, type Taken } from './consumers.ts';
import { boundIn } from './derived.ts';
import { formOf, isInConsumerSpan, refused } from './consumerSpan.ts';

export function registrationSite(file: ParsedFile, call: Node): ConsumerSite | undefined {
  for (const registration of registrationsOf(file, call)) {
    const handler = callbackOf(registration, call);
    const passed = handler && passedFunction(handler);
    if (passed) return site(file, passed, registration, call);
    if (!handler || !/^(?:identifier|member_expression)$/.test(handler.type)) continue;
    return refused(
      rangeOf(call),
      `\`${handler.text}\` is not defined in this file: place the cursor in it where it is.`,
    );
  }
  return undefined;
}

/** A function that stands in a call which registers it, or whose name does. */
export function handlerSite(file: ParsedFile, node: Node): ConsumerSite | undefined {
  const around = callAround(node);
  const candidates = around
    ? registrationsOf(file, around).map((registration) => ({ call: around, registration }))
    : registeringIn(file);
  for (const { call, registration } of candidates) {
    const handler = callbackOf(registration, call);
    if (handler && passedFunction(handler)?.id === node.id) return site(file, node, registration, call);
  }
  const typed = around || registeringIn(file).length > 0 ? undefined : typedRegistration(file, node);
  return typed && site(file, node, typed);
}

/** What a handler is for that another file registers, by the type of its parameter. */
function typedRegistration(file: ParsedFile, node: Node): Registration | undefined {
  const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
  const isPassedOn =
    node.parent?.type === 'export_statement' || node.parent?.parent?.parent?.type === 'export_statement';
  return registrations.find(
    ({ type, parameter, modules }) =>
      isPassedOn &&
      importsAny(file, modules) &&
      type?.test(parameters[parameter]?.childForFieldName('type')?.text.replace(/^:\s*/, '') ?? ''),
  );
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

function site(file: ParsedFile, handler: Node, registration: Registration, call?: Node): ConsumerSite {
  const isBatch = registration.batch !== undefined;
  const range = rangeOf(handler);
  const pattern = parametersOf(handler)[registration.parameter];
  const body = handler.childForFieldName('body')!;
  const isBlock = body.type === 'statement_block';
  const reason =
    (isInConsumerSpan(handler) && 'These messages are processed in a CONSUMER span already.') ||
    functionRefusal(handler, isTyped(file.path) && !takesAnything(call)) ||
    (registration.official ? officialRefusal(file, registration.official) : '') ||
    (!isAsync(handler) && functionSettles(handler) !== 'no'
      ? 'This handler may return a promise: make it async first, so that its span lasts until the work is done.'
      : '') ||
    returnRefusal(handler);
  if (reason) return refused(range, reason, isBatch);
  if (!pattern || !/^(?:identifier|object_pattern)$/.test(pattern.type)) {
    return refused(
      range,
      'The parameters of this handler do not say which one is the message: name them first.',
      isBatch,
    );
  }
  const added: TextEdit[] = [];
  /** The variable that a pattern binds a property to, after it has been made to. */
  const bound = (object: Node, name: string): Node | string => {
    const value = boundIn(object, name);
    if (value) return value;
    const used = handler.descendantsOfType('identifier').some(({ text }) => text === name);
    const variable = used ? `message${name[0]!.toUpperCase()}${name.slice(1)}` : name;
    const edit = firstIn(object, used ? `${name}: ${variable}` : name);
    if (!added.some(({ start, text }) => start === edit.start && text === edit.text)) added.push(edit);
    return variable;
  };
  const parameter: Parameter = (...path) => {
    let at: Node | string = pattern;
    for (const [i, name] of path.entries()) {
      if (typeof at === 'string' || at.type !== 'object_pattern') {
        return [typeof at === 'string' ? at : at.text, ...path.slice(i)].join('.');
      }
      at = bound(at, name);
    }
    return typeof at === 'string' ? at : at.text;
  };
  const isInline = call !== undefined && callbackOf(registration, call)?.id === handler.id;
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
    const form = formOf(names, style, {
      system: registration.system,
      taken: mayBeNull ? optional(taken, pattern.text) : taken,
      list,
      async,
      before,
      place,
    });
    if (!isBlock) {
      const isWaiting = async && settles(body) !== 'no' ? awaited(body) : [];
      return combined([...names.edits(), ...added, ...expressionInBlock(file, body, form, style, isWaiting)]);
    }
    const waits = async
      ? returnStatements(body).flatMap((statement) => {
          const value = valueOf(statement);
          return value && settles(value) !== 'no' ? awaited(value) : [];
        })
      : [];
    const run = { first: first!, last: last! };
    return combined([...names.edits(), ...added, ...statementsInBlock(file, run, form, style, waits)]);
  };
  return { range, isBatch, edits };
}

/** Awaited for the span's sake, what a `try` of the handler's own returns would fail into its `catch`. */
function returnRefusal(handler: Node): string {
  const body = handler.childForFieldName('body')!;
  const statement = returnStatements(body).find((one) => {
    const value = valueOf(one);
    return value && value.type !== 'await_expression' && settles(value) !== 'no' && isInTry(one);
  });
  return statement
    ? `A promise may be returned inside a \`try\` (line ${statement.startPosition.row + 1}): write \`return await\` there first, so that the span lasts until the work is done.`
    : '';
}

/** Of a worker without type arguments the result is `any`: no type comes from there. */
function takesAnything(call: Node | undefined): boolean {
  return call?.type === 'new_expression' && call.childForFieldName('type_arguments') === null;
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

/** The names or patterns of a function's parameters. */
function parametersOf(handler: Node): Node[] {
  const single = handler.childForFieldName('parameter');
  if (single) return [single];
  const all = handler.childForFieldName('parameters')?.namedChildren ?? [];
  return all
    .filter(({ type }) => type !== 'comment')
    .map((parameter) => parameter.childForFieldName('pattern') ?? parameter);
}

function firstIn(pattern: Node, name: string): TextEdit {
  const first = pattern.firstNamedChild;
  const start = first?.startIndex ?? pattern.startIndex + 1;
  return { start, end: start, text: first ? `${name}, ` : ` ${name} ` };
}
