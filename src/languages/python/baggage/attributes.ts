import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { BaggageIdioms } from '../../idioms/baggage.ts';
import { isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { assigned, assignedValue, entered, withItems } from '../spanScope.ts';
import { isAlone, linesAfter, linesBefore } from '../statements.ts';
import { quoteOf } from '../strings.ts';

const constant = 'BAGGAGE_ATTRIBUTES';

/** A `with` that enters a span, where the cursor is in its header; or an assignment of a span. */
export const startAt: BaggageIdioms['startAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (node.type === 'with_statement') {
      const isHeader = selection.start < node.childForFieldName('body')!.startIndex;
      return isHeader && spanItem(node) ? node : undefined;
    }
    if (node.type === 'expression_statement') {
      const value = assignedValue(node);
      return value?.type === 'call' && calleeName(value) === 'start_span' ? node : undefined;
    }
    if (/_statement$|^block$|_definition$/.test(node.type)) return undefined;
  }
  return undefined;
};

export const known: BaggageIdioms['known'] = ({ text }) => ({
  list: new RegExp(`^${constant}\\b.*=`, 'm').test(text) ? constant : undefined,
  keys: [
    ...new Set([...text.matchAll(/\b[gs]et_baggage\(\s*(["'])([^"'\\]+)\1/g)].map((match) => match[2]!)),
  ],
});

export const toAttributes: BaggageIdioms['toAttributes'] = (file, start, keys) => {
  const body = start.childForFieldName('body');
  const around = body ?? start.parent!;
  if (isBroken(start))
    return { refusal: 'There is a syntax error in or beside this statement: mend it first.' };
  if (new RegExp(`\\b${constant}\\b`).test(around.text)) {
    return { refusal: 'The baggage is copied to this span already.' };
  }
  const item = body ? spanItem(start)! : undefined;
  const alias = item?.descendantsOfType('as_pattern_target')[0];
  const given = body ? alias?.text : assigned(start)?.text;
  if (given !== undefined && !/^\w+$/.test(given)) {
    return { refusal: `The span is kept in \`${given}\`: give it a variable of its own first.` };
  }
  if (!body && !isAlone(file, start)) {
    return { refusal: 'The statement shares its line: give it a line of its own first.' };
  }
  const call = item ? entered(item)! : assignedValue(start)!;
  // The context of the parent is not the current one, and has the baggage that came with it.
  const parent = argument(argumentsOf(call), 1, 'context');
  if (parent && !/^(?:identifier|attribute|none)$/.test(parent.type)) {
    return { refusal: 'The context is made in this call: give it a variable first.' };
  }
  const from = parent && parent.type !== 'none' ? `, ${parent.text}` : '';
  return () => {
    const names = new ModuleNames(file, around);
    const baggage = names.use('opentelemetry', 'baggage');
    const quote = quoteOf(file.text);
    const list =
      known(file).list ??
      names.define(constant, (name) => [
        '# Baggage that may become attributes of spans.',
        `${name} = (${keys
          .map((key) => `${quote}${key}${quote},`)
          .join(' ')
          .replace(/,$/, keys.length > 1 ? '' : ',')})`,
      ]);
    const span = given ?? names.free('span', 'current_span');
    const [key, value] = [names.free('key', 'baggage_key'), names.free('value', 'baggage_value')];
    const lines = [
      `for ${key} in ${list}:`,
      `\tif (${value} := ${baggage}.get_baggage(${key}${from})) is not None:`,
      `\t\t${span}.set_attribute(${key}, str(${value}))`,
    ];
    if (!item || !body) return combined([...names.edits(), linesAfter(file, start, lines)]);
    const first = body.namedChildren.find((child) => child.type !== 'comment')!;
    const end = item.endIndex;
    return combined([
      ...names.edits(),
      ...(alias ? [] : [{ start: end, end, text: ` as ${span}` }]),
      linesBefore(file, first, lines),
    ]);
  };
};

function spanItem(statement: Node): Node | undefined {
  return withItems(statement).find((item) => {
    const value = entered(item);
    return value?.type === 'call' && /^start_(?:as_current_)?span$/.test(calleeName(value));
  });
}
