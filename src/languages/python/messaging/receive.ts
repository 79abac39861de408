import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { lineEnd } from '../../layout.ts';
import { processStart, type Messages } from '../../messaging.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perTree } from '../../perTree.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { inBlock, openingOf, type Lines } from '../block.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { entersSameScope } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { withSpan } from '../spanStart.ts';
import { quoteOf } from '../strings.ts';
import { importsAny } from './clients.ts';
import { registrations, sources, type Received, type Source } from './consumers.ts';
import { derivedFrom, loopOver, variablesOf, type Derived } from './derived.ts';
import { officialRefusal } from '../official.ts';
import { receiverOf } from './producers.ts';
import { columnOf } from './send.ts';
import { said, textWriter } from './texts.ts';
import { extracted, isInConsumerSpan, yields, refused } from './consumerSpan.ts';
import { handlerSite, registrationSite } from './handlers.ts';

const modules = ['celery', ...sources.flatMap((one) => one.modules)];

const telling = [...sources, ...registrations].flatMap((one) => one.telling ?? []);
/** Whether anything in the file can be what gets messages. */
const receives = perTree(
  (file: ParsedFile) => importsAny(file, modules) || telling.some((pattern) => pattern.test(file.text)),
);

/** Statements of one suite. */
interface Run {
  readonly first: Node;
  readonly last: Node;
  readonly from?: number;
}

/** The innermost handler, loop, or rest of a suite below what receives, around the selection. */
export function consumerAt(file: ParsedFile, selection: TextRange): ConsumerSite | undefined {
  if (!receives(file)) return undefined;
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const site =
      (around.type === 'for_statement' && loopSite(file, around)) ||
      (definitionOf(around) && handlerSite(file, definitionOf(around)!)) ||
      (around.type === 'call' && registrationSite(file, around)) ||
      (isStatement(around) && restSite(file, around));
    if (site) return site;
  }
  return undefined;
}

/** A definition is none: what stands in it does not run after what stands above it. */
function isStatement({ type, parent }: Node): boolean {
  return /^(?:block|module)$/.test(parent?.type ?? '') && !type.endsWith('_definition');
}

/** `for message in consumer:`; where a loop gives batches and none inside gives messages, the batch. */
function loopSite(file: ParsedFile, loop: Node): ConsumerSite | undefined {
  const { left, right } = loopOver(loop);
  const derived = derivedFrom(file, right);
  if (!derived) return undefined;
  const { source, call, level, variables } = derived;
  const missing = source.levels - level - 1;
  if (missing < 0) return undefined;
  const body = loop.childForFieldName('body')!;
  const names = variablesOf(left);
  const statements = statementsIn(body);
  const guards = source.mayBeNone?.(call) ? statements.findIndex((one) => !isGuard(one)) : 0;
  if (source.mayBeNone?.(call) && !statements.slice(0, guards).some((one) => mentions(one, names[0]!))) {
    return refused(rangeOf(loop), mayBeNone(names[0]!));
  }
  const first = statements[guards];
  // Comments above the first statement are about it.
  const opening = first && openingOf(first);
  const above = guards === 0 && opening ? { from: lineEnd(file.text, opening.endIndex) } : {};
  const run = first && { first, last: body, ...above };
  if (missing === 0) {
    const parts = source.parts.map((_, i) =>
      source.parts.length === names.length ? names[i]! : `${names[0]!}[${i}]`,
    );
    const received = {
      file,
      quote: quoteOf(file.text),
      variables: source.parts.length === 1 ? names : parts,
      call,
      outer: variables,
    };
    return oneByOne(file, source, run, received, rangeOf(loop));
  }
  const inner = loopsIn(body).find((one) => derivedFrom(file, loopOver(one).right)?.source === source);
  if (inner) return loopSite(file, inner);
  return batch(
    file,
    source,
    run,
    names.at(-1)!,
    { file, quote: quoteOf(file.text), variables: [], call, outer: names },
    rangeOf(loop),
    missing,
  );
}

/** What stands below `message = consumer.poll()` and the statements that leave where there is none. */
function restSite(file: ParsedFile, statement: Node): ConsumerSite | undefined {
  let received: ReceivedBy | undefined;
  for (let at: Node | null = statement; at && !received; at = at.previousNamedSibling) {
    received = receivedBy(file, at);
  }
  if (!received) return undefined;
  // `messages = response["Messages"]` right below is a part of receiving.
  let rest = following(received.at);
  for (let next = rest[0]; next; next = rest[0]) {
    const more = receivedBy(file, next);
    if (!more && !isGuard(next)) break;
    if (more) received = more;
    rest = rest.slice(1);
  }
  const { names, derived, at } = received;
  const name = names[0]!;
  const { source, call, level, isRaw } = derived;
  const missing = source.levels - level;
  const range = { start: at.startIndex, end: at.parent!.endIndex };
  if (missing > 0) {
    // A loop further down, that confirms them for instance, does not make the work one message at a time.
    const loop = rest
      .slice(0, 1 + rest.findIndex((one) => !unpacks(file, one, call)))
      .flatMap((one) => [one, ...loopsIn(one)])
      .find(
        (one) =>
          one.type === 'for_statement' && derivedFrom(file, loopOver(one).right)?.call?.id === call?.id,
      );
    const site = loop && loopSite(file, loop);
    if (site) return site;
    const run = rest.length > 0 ? { first: rest[0]!, last: rest.at(-1)! } : undefined;
    const rawDict = isRaw && source.members.test('receive_message');
    return batch(
      file,
      source,
      run,
      name,
      { file, quote: quoteOf(file.text), variables: [], call, outer: [] },
      range,
      rawDict ? 2 : missing,
    );
  }
  // What is received after it is another message.
  const next = rest.findIndex((one) => receivedBy(file, one));
  if (next > 0) rest = rest.slice(0, next);
  const only = rest[0];
  const leaves = following(at).some((one) => isGuard(one) && names.some((each) => mentions(one, each)));
  if (source.mayBeNone?.(call) && !leaves) {
    const isChecked =
      only?.type === 'if_statement' &&
      new RegExp(`^(?:${names.join('|')})(?: is not None)?$`).test(
        only.childForFieldName('condition')!.text,
      ) &&
      !rest.slice(1).some((one) => names.some((each) => mentions(one, each)));
    if (!isChecked) return refused(range, mayBeNone(name));
    const body = only.childForFieldName('consequence')!;
    const inner = statementsIn(body);
    const start = inner.findIndex((one) => !isGuard(one));
    rest = start < 0 ? [] : inner.slice(start);
  }
  const run = rest.length > 0 ? { first: rest[0]!, last: rest.at(-1)! } : undefined;
  return oneByOne(
    file,
    source,
    run,
    { file, quote: quoteOf(file.text), variables: names, call, outer: [] },
    range,
  );
}

/** `_, messages = response[0]`: takes apart what a call gave. */
function unpacks(file: ParsedFile, statement: Node, call: Node | undefined): boolean {
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return (
    assignment?.type === 'assignment' &&
    derivedFrom(file, assignment.childForFieldName('right'))?.call?.id === call?.id
  );
}

function mentions(node: Node, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(node.text);
}

function mayBeNone(name: string): string {
  return `\`${name}\` may be None: leave first where it is, with \`if ${name} is None:\` and continue or return.`;
}

interface ReceivedBy {
  /** The variable of the message or messages, or those of its parts. */
  readonly names: readonly string[];
  readonly derived: Derived;
  readonly at: Node;
}

function receivedBy(file: ParsedFile, statement: Node): ReceivedBy | undefined {
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (!left) return undefined;
  const derived = derivedFrom(file, assignment!.childForFieldName('right'));
  // A client that is iterated gives nothing by being assigned, nor do `queue.iterator()` and `channel.consume()`.
  if (!derived?.call || calleeName(derived.call) === 'iterator') return undefined;
  const names = variablesOf(left);
  const { levels, parts } = derived.source;
  const isWhole =
    levels === 0 ? parts.length === names.length : left.type === 'identifier' && parts.length < 3;
  return isWhole ? { names, derived, at: statement } : undefined;
}

function oneByOne(
  file: ParsedFile,
  source: Source,
  run: Run | undefined,
  received: Received,
  range: TextRange,
): ConsumerSite {
  const refusal = runRefusal(run) || officialRefusal(file, source.official);
  if (refusal || !run) return refused(range, refusal || 'Nothing is done with the message here.');
  const asked = askedFor(file, received.call);
  if ('refusal' in asked) return { range, isBatch: false, edits: asked };
  const { carrier, getter, destination } = source.message(received);
  const edits = (): TextEdit[] => {
    const names = new ModuleNames(file, run.first);
    const quote = quoteOf(file.text);
    const start = {
      ...processStart(textWriter(quote), { system: source.system, destination }),
      context: extracted(names, carrier, getter?.(names, quote)),
    };
    const head = withSpan(names, quote, start, columnOf(file, run.first));
    return combined([...names.edits(), ...asked.edits, ...inBlock(file, run, head, [])]);
  };
  return { range, isBatch: false, edits };
}

function batch(
  file: ParsedFile,
  source: Source,
  run: Run | undefined,
  messages: string,
  received: Received,
  range: TextRange,
  missing: number,
): ConsumerSite {
  const refusal = runRefusal(run) || officialRefusal(file, source.official);
  if (refusal || !run) return refused(range, refusal || 'Nothing is done with the messages here.', true);
  if (missing > 1) {
    return refused(
      range,
      `\`${messages}\` is not yet a list of messages: get that into a variable or loop over it first.`,
      true,
    );
  }
  const asked = askedFor(file, received.call);
  if ('refusal' in asked) return { range, isBatch: true, edits: asked };
  const edits = (): TextEdit[] => {
    const names = new ModuleNames(file, run.first);
    const quote = quoteOf(file.text);
    const variables =
      source.parts.length === 1
        ? [names.free('message', 'received')]
        : ['_', names.free('fields', 'entry_fields')];
    const { carrier, getter, destination } = source.message({ ...received, variables });
    const isOfEach = destination.some(
      (part) => typeof part !== 'string' && part.code.startsWith(`${variables[0]!}.`),
    );
    const writer = textWriter(quote);
    const about: Messages = {
      system: source.system,
      destination: isOfEach ? topicOf(file, received) : destination,
      count: `len(${messages})`,
    };
    const senders = names.free('senders', 'message_senders');
    const start = {
      ...processStart(writer, about),
      links: `[${names.use('opentelemetry', 'trace')}.Link(sender) for sender in ${senders} if sender.is_valid]`,
    };
    const trace = names.use('opentelemetry', 'trace');
    const context = names.use('opentelemetry.context', 'Context');
    const propagate = names.use('opentelemetry', 'propagate');
    const get = getter === undefined ? '' : `, getter=${getter(names, quote)}()`;
    const lines: Lines = [
      `${senders} = [`,
      `\t${trace}.get_current_span(`,
      `\t\t${propagate}.extract(${carrier}, ${context}()${get})`,
      '\t).get_span_context()',
      `\tfor ${variables.join(', ')} in ${messages}`,
      ']',
    ];
    const head = [...lines, ...withSpan(names, quote, start, columnOf(file, run.first))];
    return combined([...names.edits(), ...asked.edits, ...inBlock(file, run, head, [])]);
  };
  return { range, isBatch: true, edits };
}

/** The one topic that a consumer reads, where the text says it. */
function topicOf(file: ParsedFile, { call, outer }: Received): Messages['destination'] {
  if (outer.length === 2) return [{ code: `${outer[0]!}.topic` }];
  const client = call && receiverOf(call).text;
  const asked = nodesOf(file.tree, 'call')
    .filter((one) => client && one.childForFieldName('function')!.text === `${client}.subscribe`)
    .flatMap((one) => argument(argumentsOf(one), 0, 'topics') ?? []);
  const topics = asked.length === 1 && asked[0]!.type === 'list' ? asked[0]!.namedChildren : [];
  const topic = topics.length === 1 ? said(topics[0]) : undefined;
  return topic === undefined ? [] : [topic];
}

/** SQS gives the attributes of a message to those who ask for them. */
function askedFor(file: ParsedFile, call: Node | undefined): { edits: TextEdit[] } | { refusal: string } {
  if (!call || !/^receive_messages?$/.test(calleeName(call))) return { edits: [] };
  const quote = quoteOf(file.text);
  const given = argumentsOf(call).keyword.get('MessageAttributeNames');
  if (!given) return { edits: appended(file, call, `MessageAttributeNames=[${quote}All${quote}]`) };
  if (given.type !== 'list') {
    return {
      refusal: `The text does not say which attributes \`${given.text}\` asks for: write the list into the call first.`,
    };
  }
  if (/["'](?:All|\.\*)["']/.test(given.text)) return { edits: [] };
  const missing = ['traceparent', 'tracestate'].filter((name) => !given.text.includes(name));
  return { edits: missing.flatMap((name) => appended(file, given, `${quote}${name}${quote}`)) };
}

/** A place on a decorator is about what it decorates. */
function definitionOf(node: Node): Node | undefined {
  const inner = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
  return inner?.type === 'function_definition' ? inner : undefined;
}

function runRefusal(run: Run | undefined): string {
  if (!run) return '';
  const nodes = nodesIn(run);
  if (nodes.some(isBroken)) return 'There is a syntax error in or beside these statements: mend it first.';
  if (nodes.some(isInConsumerSpan) || isAround(run.first)) {
    return 'These messages are processed in a CONSUMER span already.';
  }
  if (nodes.some(yields)) return 'This yields the messages: the span belongs where they are worked on.';
  return '';
}

/** The statements of a run; `last` may be the suite. */
function nodesIn({ first, last }: Run): Node[] {
  if (last.type === 'block') return [last];
  const nodes: Node[] = [];
  for (let at: Node | null = first; at && at.startIndex <= last.startIndex; at = at.nextNamedSibling)
    nodes.push(at);
  return nodes;
}

function isAround(statement: Node): boolean {
  for (const around of selfAndAncestors(statement)) {
    if (around.type === 'function_definition') return false;
    if (around.type !== 'with_statement') continue;
    const items = around.namedChildren.find((child) => child.type === 'with_clause');
    if (/\bSpanKind\.CONSUMER\b/.test(items?.text ?? '')) return true;
  }
  return false;
}

function statementsIn(body: Node): Node[] {
  return body.namedChildren.filter((child) => child.type !== 'comment');
}

function loopsIn(body: Node): Node[] {
  return [...descendants(body, entersSameScope)].filter((node) => node.type === 'for_statement');
}

function following(statement: Node): Node[] {
  const rest: Node[] = [];
  for (let at = statement.nextNamedSibling; at; at = at.nextNamedSibling)
    if (at.type !== 'comment') rest.push(at);
  return rest;
}

/** `if message is None: continue`: an `if` that leaves in all its branches. */
function isGuard(statement: Node): boolean {
  if (statement.type !== 'if_statement') return false;
  const branches = [statement, ...statement.childrenForFieldName('alternative')].map(
    (one) => one.childForFieldName('consequence') ?? one.childForFieldName('body'),
  );
  return branches.every((branch) =>
    /^(?:continue|break|return|raise)_statement$/.test(
      branch?.namedChildren.findLast((one) => one.type !== 'comment')?.type ?? '',
    ),
  );
}
