import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { MessagingSite } from '../../idioms/messaging.ts';
import { indentationUnit } from '../../layout.ts';
import { sendStart } from '../../messaging.ts';
import { callsAt } from '../../callsAt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { expressionInBlock } from '../block.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { entersSameScope, isAsync, isFunction } from '../functions.ts';
import { isHarmless } from '../harmless.ts';
import { officialRefusal } from '../official.ts';
import { ModuleNames } from '../moduleNames.ts';
import { activeSpan } from '../spanStart.ts';
import { styleOf } from '../style.ts';
import { importsAny, isClient } from './clients.ts';
import { producers, type Producer } from './producers.ts';
import { textWriter } from './texts.ts';

const grammar = {
  call: /^call_expression$/,
  statement: /_(?:statement|declaration)$/,
  block: /^(?:statement_block|program|class_body)$/,
};

const modules = producers.flatMap((one) => one.modules);

/** The call at the selection that sends a message, or the one in the statement at the selection. */
export function producerAt(file: ParsedFile, selection: TextRange): MessagingSite | undefined {
  if (!importsAny(file, modules)) return undefined;
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const producer = producerOf(file, call);
    if (producer) return { range: rangeOf(call), edits: attempt(file, call, producer) };
  }
  return undefined;
}

function producerOf(file: ParsedFile, call: Node): Producer | undefined {
  const client = receiverOf(call);
  const method = calleeName(call);
  if (!client) return undefined;
  const send = { file, call, args: argumentsOf(call) };
  return producers.find(
    (one) =>
      one.methods.test(method) &&
      importsAny(file, one.modules) &&
      isClient(file, client, one.client) &&
      (one.fits?.(send) ?? true),
  );
}

function attempt(file: ParsedFile, call: Node, producer: Producer): Attempt {
  const { parent } = call;
  const awaited = parent?.type === 'await_expression' ? parent : undefined;
  const args = argumentsOf(call);
  const send = { file, call, args };
  const refusal =
    (isBroken(call) && 'There is a syntax error in or beside this call: mend it first.') ||
    (isInProducerSpan(call) && 'This message is sent in a PRODUCER span already.') ||
    injectedAbove(call) ||
    (producer.official ? officialRefusal(file, producer.official) : '') ||
    (args.some(({ type }) => type === 'spread_element') &&
      producer.library !== 'ioredis' &&
      'This call spreads its arguments, so that its headers cannot be seen: write the arguments out first.') ||
    ([...descendants(call, entersSameScope)].some(({ type }) => /^(?:yield|await)_expression$/.test(type)) &&
      'There is a `yield` or an `await` among the arguments: take it to a line of its own first.') ||
    (producer.settles && !awaited && !isReturnedByAsync(call) && !args.every(isHarmless)
      ? 'What throws among the arguments throws at once here, and would not below a span: give them variables first.'
      : '');
  if (refusal) return { refusal };
  const carry = producer.carry(send);
  if (typeof carry !== 'function') return carry;
  const destination = producer.destination(send);
  if (!destination) {
    return {
      refusal: 'Where the message goes is computed in the call: put it into a variable above it first.',
    };
  }
  return () => {
    const expression = awaited ?? call;
    const style = styleOf(file, expression);
    const names = new ModuleNames(file, expression, style);
    const { lines, edits } = carry(names, style);
    const count = producer.count?.(send);
    const start = sendStart(textWriter(style.quote), {
      system: producer.system,
      destination,
      ...(count === undefined ? {} : { count }),
    });
    const async = awaited !== undefined || producer.settles;
    const form = activeSpan(
      names,
      style,
      { ...start, variable: names.free('span', 'sendSpan') },
      { async, before: awaited ? 'await ' : '', column: expression.startPosition.column },
    );
    const inside = lines.map((line) => '\t'.repeat(form.depth) + line);
    const block = expressionInBlock(file, expression, { ...form, head: [...form.head, ...inside] }, style);
    const promise: TextEdit[] =
      async && !awaited ? [{ start: call.startIndex, end: call.startIndex, text: 'await ' }] : [];
    const shift = indentationUnit(file.text, style.unit).repeat(form.depth);
    const shifted = edits.map((edit) => ({
      ...edit,
      text: edit.text.replace(/\n(?=[ \t]*\S)/g, `$&${shift}`),
    }));
    return combined([...names.edits(), ...outside(block, edits), ...promise, ...shifted]);
  };
}

/** What an async function returns is waited for by whoever called it. */
function isReturnedByAsync(call: Node): boolean {
  const { parent } = call;
  const isReturned =
    parent?.type === 'return_statement' ||
    (parent?.type === 'arrow_function' && parent.childForFieldName('body')?.id === call.id);
  if (!isReturned) return false;
  for (const outer of selfAndAncestors(parent)) if (isFunction(outer)) return isAsync(outer);
  return false;
}

/** Why a carrier of the call must not be given the context a second time: it has that of the wrong span. */
function injectedAbove(call: Node): string {
  let scope: Node = call;
  while (scope.parent && !isFunction(scope)) scope = scope.parent;
  const used = new Set(
    call.descendantsOfType(['identifier', 'shorthand_property_identifier']).map(({ text }) => text),
  );
  const carrier = scope
    .descendantsOfType('call_expression')
    .filter((one) => one.endIndex <= call.startIndex && calleeName(one) === 'inject')
    .map((one) => argumentsOf(one)[1]?.text)
    .find((text) => text !== undefined && used.has(text));
  return carrier === undefined
    ? ''
    : `\`${carrier}\` gets the context above the call already, before the span of the send begins: take that inject out first.`;
}

function isInProducerSpan(call: Node): boolean {
  for (const around of selfAndAncestors(call)) {
    const isStart =
      around.type === 'call_expression' &&
      /\.startActiveSpan$/.test(around.childForFieldName('function')!.text);
    if (
      isStart &&
      argumentsOf(around).some(({ text, type }) => type === 'object' && /\bSpanKind\.PRODUCER\b/.test(text))
    ) {
      return true;
    }
    if (isFunction(around) && around.parent?.type !== 'arguments') return false;
  }
  return false;
}

/** The edits that change nothing of what others replace. */
function outside(edits: readonly TextEdit[], replacements: readonly TextEdit[]): TextEdit[] {
  return edits.filter((edit) => !replacements.some((one) => one.start < edit.start && edit.end < one.end));
}
