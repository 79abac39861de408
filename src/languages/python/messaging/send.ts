import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { MessagingSite } from '../../idioms/messaging.ts';
import { indentationOf, indentationUnit } from '../../layout.ts';
import { sendStart } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { inBlock, openingOf } from '../block.ts';
import { calleeName } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { withSpan } from '../spanStart.ts';
import { quoteOf } from '../strings.ts';
import { importsAny, isClient, moduleOf } from './clients.ts';
import { officialRefusal } from '../official.ts';
import { producers, receiverOf, type Producer } from './producers.ts';
import { textWriter } from './texts.ts';

const modules = producers.flatMap((one) => one.modules);
/** Methods of what a file may import from anywhere. */
const telling = /\.(?:delay|apply_async|basic_publish|send_message(?:_batch)?|xadd)\(/;

/** The call at the selection that sends a message, or the one in the statement at the selection. */
export function producerAt(file: ParsedFile, selection: TextRange): MessagingSite | undefined {
  if (!importsAny(file, modules) && !telling.test(file.text)) return undefined;
  const node = nodeAt(file.tree.rootNode, selection);
  for (const around of selfAndAncestors(node)) {
    if (/_definition$|^(?:block|module|lambda)$/.test(around.type)) return undefined;
    const isStatement = /^(?:expression|return)_statement$/.test(around.type);
    const calls = around.type === 'call' ? [around] : isStatement ? around.descendantsOfType('call') : [];
    for (const call of calls) {
      const producer = producerOf(file, call);
      if (producer) return { range: rangeOf(call), edits: attempt(file, call, producer) };
    }
  }
  return undefined;
}

function producerOf(file: ParsedFile, call: Node): Producer | undefined {
  const method = calleeName(call);
  if (call.childForFieldName('function')?.type !== 'attribute') return undefined;
  return producers.find(
    ({ methods, modules, telling, from, client }) =>
      methods.test(method) &&
      (importsAny(file, modules) ||
        telling?.test(call.text) ||
        from?.test(moduleOf(file, receiverOf(call)))) &&
      isClient(file, receiverOf(call), client),
  );
}

function attempt(file: ParsedFile, call: Node, producer: Producer): Attempt {
  const statement = statementOf(call);
  if (typeof statement === 'string') return { refusal: statement };
  if (isBroken(statement))
    return { refusal: 'There is a syntax error in or beside this statement: mend it first.' };
  if (isInProducerSpan(call)) return { refusal: 'This message is sent in a PRODUCER span already.' };
  const official = officialRefusal(file, producer.official);
  if (official) return { refusal: official };
  const quote = quoteOf(file.text);
  const send = { file, call, quote };
  const carry = producer.carry(send);
  if (typeof carry !== 'function') return carry;
  const destination = producer.destination(send);
  if (!destination) {
    return {
      refusal: 'Where the message goes is computed in the call: put it into a variable above it first.',
    };
  }
  return () => {
    const names = new ModuleNames(file, statement);
    const { lines, edits } = carry(names);
    const isUnnamed = producer.isUnnamed?.(send) ?? false;
    const count = producer.count?.(send);
    const about = { system: producer.system, destination, isUnnamed, ...(count && { count }) };
    const start = sendStart(textWriter(quote), about);
    const head = [
      ...withSpan(names, quote, start, columnOf(file, statement)),
      ...lines.map((line) => `\t${line}`),
    ];
    const block = inBlock(file, { first: statement, last: statement }, head, []);
    return combined([...names.edits(), ...outside(block, edits), ...edits]);
  };
}

/** The statement that can move into a block with its call, or why there is none. */
function statementOf(call: Node): Node | string {
  for (const around of selfAndAncestors(call)) {
    if (/comprehension$|^(?:generator_expression|lambda)$/.test(around.type)) {
      return `This message is sent inside ${around.type === 'lambda' ? 'a lambda' : 'a comprehension'}: write it as a ${around.type === 'lambda' ? 'def' : 'loop'} first.`;
    }
    if (/^(?:expression|return)_statement$/.test(around.type)) {
      const yields = [...descendants(around)].some((node) => node.type === 'yield' && node.isNamed);
      return yields
        ? 'This statement yields, and a span must not: give the call a statement of its own first.'
        : around;
    }
    if (/_(?:statement|clause|definition)$/.test(around.type)) break;
  }
  return 'This call is part of a larger statement: give it a statement of its own first.';
}

/** Within the same function: a function that is called in a PRODUCER span sends a message of its own. */
export function isInProducerSpan(call: Node): boolean {
  for (const around of selfAndAncestors(call)) {
    if (/^(?:function|class)_definition$/.test(around.type)) return false;
    if (around.type === 'with_statement') {
      const items = around.namedChildren.find((child) => child.type === 'with_clause');
      if (/\bSpanKind\.PRODUCER\b/.test(items?.text ?? '')) return true;
    }
  }
  return false;
}

export function columnOf({ text }: ParsedFile, statement: Node): number {
  const opening = openingOf(statement);
  const oneLine = opening?.endPosition.row === statement.startPosition.row;
  const outer = indentationOf(text, statement.startIndex).length;
  return oneLine ? outer + indentationUnit(text, '    ').length : outer;
}

/** The edits that change nothing of what others replace. */
export function outside(edits: readonly TextEdit[], replacements: readonly TextEdit[]): TextEdit[] {
  return edits.filter(
    (edit) =>
      !replacements.some((one) => one.start < edit.start && edit.start <= one.end && edit.end <= one.end),
  );
}
