import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { BaggageIdioms, BaggageVariable } from '../../idioms/baggage.ts';
import { lineEnd } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, selfAndAncestors } from '../../syntax.ts';
import { inBlock } from '../block.ts';
import { isGenerator } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { runOf } from '../span.ts';
import { isAlone } from '../statements.ts';
import { quoteOf } from '../strings.ts';
import { known, startAt, toAttributes } from './attributes.ts';
import { variableAt } from './variables.ts';

const outside = 'Baggage belongs to a request or a job: use this in the function that handles one.';
const broken = 'There is a syntax error in or beside this: mend it first.';

/** Values and types of several values, or of code. */
const structured =
  /^(?:list|dictionary|set|tuple|expression_list|lambda|(?:list|dictionary|set)_comprehension|generator_expression)$/;
const structuredType =
  /^(?:\w+\.)*(?:[Ll]ist|[Dd]ict|[Ss]et|[Ff]rozen[Ss]et|[Tt]uple|Sequence|(?:Async)?Itera(?:ble|tor)|(?:Async)?Generator|(?:Mutable)?Mapping|Callable|Awaitable)\b/;

/** `attach` and, in a `finally`, `detach` around the rest of the block. */
const set: BaggageIdioms['set'] = (file, variable, key) => {
  const { node, name } = variable;
  const definition = functionAround(node);
  if (!definition) return { refusal: outside };
  if (isBroken(definition)) return { refusal: broken };
  if (isGenerator(definition)) {
    return {
      refusal: 'Between two values of a generator it is the caller that runs, which would see this baggage.',
    };
  }
  const type = node.childForFieldName('type')?.text ?? '';
  const isNone = /_parameter$/.test(node.type) && node.childForFieldName('value')?.type === 'none';
  if (isNone || /\bNone\b|\bOptional\b/.test(type)) {
    return { refusal: `\`${name}\` may be None, which is no value for baggage: give it one first.` };
  }
  const value = node.type === 'assignment' ? node.childForFieldName('right') : null;
  if (structured.test(value?.type ?? '') || structuredType.test(type)) {
    return {
      refusal: `\`${name}\` is no text or number, as baggage is: put one of its values into a variable first.`,
    };
  }
  const body = definition.childForFieldName('body')!;
  if (new RegExp(`set_baggage\\(\\s*["']${key.replace('.', '\\.')}["']`).test(body.text)) {
    return { refusal: `\`${key}\` is put into the baggage here already.` };
  }
  const run = runBelow(file, variable, definition);
  return typeof run === 'string' ? { refusal: run } : () => attached(file, variable, key, run);
};

function attached(file: ParsedFile, { node, name }: BaggageVariable, key: string, run: Run): TextEdit[] {
  const names = new ModuleNames(file, node);
  const context = names.use('opentelemetry', 'context');
  const baggage = names.use('opentelemetry', 'baggage');
  const token = names.free('token', 'baggage_token');
  const quote = quoteOf(file.text);
  const head = [
    `${token} = ${context}.attach(${baggage}.set_baggage(${quote}${key}${quote}, ${name}))`,
    'try:',
  ];
  return combined([
    ...names.edits(),
    ...inBlock(file, run, head, ['finally:', `\t${context}.detach(${token})`]),
  ]);
}

interface Run {
  readonly first: Node;
  readonly last: Node;
  readonly from?: number;
}

/** What runs with the baggage: below the assignment, or all of the function; or why nothing does. */
function runBelow(file: ParsedFile, { node }: BaggageVariable, definition: Node): Run | string {
  const body = definition.childForFieldName('body')!;
  if (node.type !== 'assignment') {
    const statements = body.namedChildren.filter((child) => child.type !== 'comment');
    const isEmpty = statements.every((one) => /^(?:pass|\.\.\.)$|^["']/.test(one.text));
    return isEmpty ? 'This function has no statements that could use the baggage.' : runOf(file, definition);
  }
  const statement = node.parent!;
  if (!isAlone(file, statement)) return 'The assignment shares its line: give it a line of its own first.';
  const below = statement.parent!.namedChildren.filter(
    (child) => child.type !== 'comment' && child.startIndex > statement.startIndex,
  );
  const [first, last] = [below[0], below.at(-1)];
  if (!first || !last) return 'Nothing in this block comes after the assignment that could use the baggage.';
  return { first, last, from: lineEnd(file.text, statement.endIndex) };
}

/** The constant stays as what is taken where the baggage has no such entry. */
const get: BaggageIdioms['get'] = (file, { node, name }, key) => {
  if (!functionAround(node)) return { refusal: outside };
  if (isBroken(node)) return { refusal: broken };
  const value = node.type === 'assignment' ? node.childForFieldName('right') : null;
  if (/\bget_baggage\(/.test(value?.text ?? '')) {
    return { refusal: `\`${name}\` is taken from the baggage already.` };
  }
  if (!value || !/^(?:string|none)$/.test(value.type) || /^[rbu]*f/i.test(value.text)) {
    return {
      refusal: `\`${name}\` gets a value of its own here: what is taken from the baggage needs a default, such as an empty text or None.`,
    };
  }
  return () => {
    const names = new ModuleNames(file, node);
    const quote = quoteOf(file.text);
    const read = `${names.use('opentelemetry', 'baggage')}.get_baggage(${quote}${key}${quote})`;
    const isTyped = node.childForFieldName('type') !== null;
    const entry = names.free('entry', 'baggage_entry');
    const text =
      value.type === 'string'
        ? `str(${read} or ${value.text})`
        : isTyped
          ? `None if (${entry} := ${read}) is None else str(${entry})`
          : read;
    return combined([...names.edits(), { start: value.startIndex, end: value.endIndex, text }]);
  };
};

function functionAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (outer.type === 'function_definition') return outer;
    if (/^(?:class_definition|lambda)$/.test(outer.type)) return undefined;
  }
  return undefined;
}

export const baggage: BaggageIdioms = { variableAt, set, get, startAt, known, toAttributes };
