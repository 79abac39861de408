import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { processStart, type Messages } from '../../messaging.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { rangeOf } from '../../syntax.ts';
import { bindings, bindingsAround } from '../bindings.ts';
import { inBlock } from '../block.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { decorators } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { functionRefusal, runOf } from '../span.ts';
import { withSpan } from '../spanStart.ts';
import { quoteOf } from '../strings.ts';
import { importsAny, isClient } from './clients.ts';
import { isRunOfTask, isTask, registrations, type Registration, type Taken } from './consumers.ts';
import { officialRefusal } from '../official.ts';
import { receiverOf } from './producers.ts';
import { columnOf } from './send.ts';
import { textWriter } from './texts.ts';
import { extracted, isInConsumerSpan, yields, refused } from './consumerSpan.ts';

/** A function that a call registers, or a task of Celery. */
export function handlerSite(file: ParsedFile, definition: Node): ConsumerSite | undefined {
  if (importsAny(file, ['celery']) && (isTask(definition) || isRunOfTask(definition)))
    return taskSite(file, definition);
  const name = definition.childForFieldName('name')?.text;
  for (const { call, registration } of registeringIn(file)) {
    const callback = callbackOf(call, registration);
    if (
      callback &&
      /^(?:identifier|attribute)$/.test(callback.node.type) &&
      callback.node.text.split('.').at(-1) === name
    ) {
      return handler(file, definition, registration, call, callback.bound);
    }
  }
  return undefined;
}

interface Registering {
  readonly call: Node;
  readonly registration: Registration;
}

/** The calls of a file that register a function. */
const registeringIn = perTree((file: ParsedFile): readonly Registering[] =>
  registrations.some(({ modules, telling }) => importsAny(file, modules) || telling?.test(file.text))
    ? nodesOf(file.tree, 'call').flatMap((call) => {
        const registration = registrationOf(file, call);
        return registration ? [{ call, registration }] : [];
      })
    : [],
);

export function registrationSite(file: ParsedFile, call: Node): ConsumerSite | undefined {
  const registration = registrationOf(file, call);
  const given = registration && callbackOf(call, registration);
  if (!given) return undefined;
  const { node: callback, bound } = given;
  if (callback.type === 'lambda') {
    return refused(
      rangeOf(call),
      'A lambda is one expression and has no room for a span: write it as a def first.',
    );
  }
  const name = callback.text.split('.').at(-1);
  const definition = nodesOf(file.tree, 'function_definition').find(
    (one) => one.childForFieldName('name')?.text === name,
  );
  return definition
    ? handler(file, definition, registration, call, bound)
    : refused(
        rangeOf(call),
        `\`${callback.text}\` is not defined in this file: place the cursor in it where it is.`,
      );
}

function registrationOf(file: ParsedFile, call: Node): Registration | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'attribute') return undefined;
  return registrations.find(
    ({ members, modules, telling, client }) =>
      members.test(calleeName(call)) &&
      (importsAny(file, modules) || telling?.test(call.text)) &&
      isClient(file, receiverOf(call), client),
  );
}

/** The function that a call registers, and how many of its parameters `partial` gives it beforehand. */
function callbackOf(call: Node, { callback }: Registration): { node: Node; bound: number } | undefined {
  const given = argument(argumentsOf(call), ...callback);
  if (given?.type !== 'call' || calleeName(given) !== 'partial') return given && { node: given, bound: 0 };
  const [node, ...values] = argumentsOf(given).positional;
  return node && { node, bound: values.length };
}

function handler(
  file: ParsedFile,
  definition: Node,
  registration: Registration,
  call: Node,
  bound: number,
): ConsumerSite {
  const own = parametersOf(definition).filter((name) => !/^(?:self|cls)$/.test(name));
  const variables = own.slice(bound);
  const { official, system } = registration;
  if (variables.length < registration.parameters || variables.some((name) => name.startsWith('*'))) {
    return refused(
      rangeOf(definition),
      'The parameters of this function do not say which one is the message: name them first.',
    );
  }
  const message = (from: Node | undefined): Taken =>
    registration.message({ file, quote: quoteOf(file.text), variables, call: from, outer: [] });
  const registered = message(call);
  const { carrier, destination } = isSeen(file, definition, registered) ? registered : message(undefined);
  return bodySite(file, definition, official, { system, destination }, carrier);
}

/** Whether what the call says of the destination means the same in the function that it registers. */
function isSeen(file: ParsedFile, definition: Node, { destination }: Taken): boolean {
  const own = new Set([...bindingsAround(definition)]);
  const ofModule = bindings(file.tree.rootNode);
  return destination.every((part) => {
    if (typeof part === 'string') return true;
    const root = /^\w+/.exec(part.code)?.[0] ?? '';
    return own.has(root) ? root === 'self' || parametersOf(definition).includes(root) : ofModule.has(root);
  });
}

/** The task's own request has the headers; it is bound as the first parameter, or the current task's. */
function taskSite(file: ParsedFile, definition: Node): ConsumerSite {
  const isBound =
    isRunOfTask(definition) || decorators(definition).some((one) => /\bbind\s*=\s*True\b/.test(one));
  const names = new ModuleNames(file, definition);
  const task = isBound ? parametersOf(definition)[0]! : names.use('celery', 'current_task');
  const messages = { system: 'celery', destination: [{ code: `${task}.name` }], isUnnamed: true };
  const official = 'opentelemetry-instrumentation-celery';
  return bodySite(file, definition, official, messages, `${task}.request.headers or {}`, names);
}

function bodySite(
  file: ParsedFile,
  definition: Node,
  official: string | undefined,
  messages: Messages,
  carrier: string,
  names = new ModuleNames(file, definition),
): ConsumerSite {
  const range = rangeOf(definition);
  const body = definition.childForFieldName('body')!;
  const refusal =
    (isInConsumerSpan(body) && 'These messages are processed in a CONSUMER span already.') ||
    functionRefusal(file, definition) ||
    (yields(body) && 'This function yields: the span belongs where the messages are worked on.') ||
    officialRefusal(file, official);
  if (refusal) return refused(range, refusal);
  const edits = (): TextEdit[] => {
    const quote = quoteOf(file.text);
    const run = runOf(file, definition);
    const start = {
      ...processStart(textWriter(quote), messages),
      context: extracted(names, carrier, undefined),
    };
    const head = withSpan(names, quote, start, columnOf(file, run.first));
    return combined([...names.edits(), ...inBlock(file, run, head, [])]);
  };
  return { range, isBatch: false, edits };
}

/** The parameters that arguments without a name go to. */
function parametersOf(definition: Node): string[] {
  const all = definition
    .childForFieldName('parameters')!
    .namedChildren.filter(({ type }) => !/^(?:comment|positional_separator)$/.test(type));
  const end = all.findIndex(({ type }) => type === 'keyword_separator');
  return (end < 0 ? all : all.slice(0, end)).map((child) => {
    const name = child.childForFieldName('name') ?? child;
    return /^(?:identifier|list_splat_pattern|dictionary_splat_pattern)$/.test(name.type)
      ? name.text
      : name.firstNamedChild!.text;
  });
}
