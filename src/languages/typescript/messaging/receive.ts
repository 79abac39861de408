import type { Node } from 'web-tree-sitter';
import { callsAt, type CallGrammar } from '../../callsAt.ts';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { statementsInBlock } from '../block.ts';
import { entersSameScope, functionAt, isFunction } from '../functions.ts';
import { officialRefusal } from '../official.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf, type Style } from '../style.ts';
import { valueIn } from './carrying.ts';
import { importsAny } from './clients.ts';
import { asksForAll, receivingInput, registrations, sources, type Source, type Taken } from './consumers.ts';
import { boundIn, derivedFrom, variablesOf } from './derived.ts';
import { registrationSite, handlerSite } from './handlers.ts';
import { formOf, isInConsumerSpan, refused } from './consumerSpan.ts';

const modules = [...registrations, ...sources].flatMap((one) => one.modules);

/** The innermost loop or handler around the selection. */
export function consumerAt(file: ParsedFile, selection: TextRange): ConsumerSite | undefined {
  if (!importsAny(file, modules)) return undefined;
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const site =
      (around.type === 'for_in_statement' && loopSite(file, around)) ||
      (isFunction(around) && handlerSite(file, around)) ||
      (/^(?:call|new)_expression$/.test(around.type) && registrationSite(file, around)) ||
      (isStatement(around) && restSite(file, around));
    if (site) return site;
  }
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const site = registrationSite(file, call);
    if (site) return site;
  }
  const headed = functionAt(file, selection);
  return headed && handlerSite(file, headed.node);
}

const grammar: CallGrammar = {
  call: /^(?:call|new)_expression$/,
  statement: /_(?:statement|declaration|definition)$/,
  block: /^(?:statement_block|class_body)$/,
};

/** A declaration of a function is none: what stands in it does not run after what stands above it. */
function isStatement({ type, parent }: Node): boolean {
  const isBelow = /^(?:statement_block|program)$/.test(parent?.type ?? '');
  return isBelow && !/^(?:export_statement|(?:\w+_)?(?:function|class)_declaration)$/.test(type);
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
  const list = name.type === 'identifier' ? `${name.text}.${property}` : boundIn(name, property)?.text;
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
    const form = formOf(names, style, {
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

function statementsIn(block: Node): Node[] {
  return block.namedChildren.filter(({ type }) => type !== 'comment');
}
