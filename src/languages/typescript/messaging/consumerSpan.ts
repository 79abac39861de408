import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../../edit.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { processStart } from '../../messaging.ts';
import type { Form } from '../block.ts';
import type { ModuleNames } from '../moduleNames.ts';
import { activeSpan } from '../spanStart.ts';
import type { Style } from '../style.ts';
import type { Taken } from './consumers.ts';
import { textWriter } from './texts.ts';

/** What the span around the work on messages looks like. */
export function formOf(
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
): Form {
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
  return { head: [...lines, ...form.head], tail, depth: form.depth };
}

/** Whether the code starts a CONSUMER span. */
export function isInConsumerSpan(node: Node): boolean {
  return /\bSpanKind\.CONSUMER\b/.test(node.text);
}

/** A place where messages are processed, and why no span can go around that. */
export function refused(range: TextRange, refusal: string, isBatch = false): ConsumerSite {
  return { range, isBatch, edits: { refusal } };
}
