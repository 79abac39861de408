import type { Node } from 'web-tree-sitter';
import { combined } from '../edit.ts';
import type { Refusal } from '../idioms/attempt.ts';
import type { SelectionIdioms } from '../idioms/selection.ts';
import { indentationOf, lineEnd, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, isBroken, rangeOf, selfAndAncestors } from '../syntax.ts';
import { wholeNodes } from '../wholeNodes.ts';
import { bindingsAround } from './bindings.ts';
import { inBlock, openingOf } from './block.ts';
import { calleeName } from './calls.ts';
import { extracted, isExpression } from './extracted.ts';
import { entersSameScope, functionAt } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { withSpan } from './spanStart.ts';
import { startedSpan } from './startedSpan.ts';
import { quoteOf } from './strings.ts';

/** Methods and functions that do not say what a piece of code is about. */
const plainMethod =
  /^(?:format|join|split|splitlines|strip|append|extend|add|get|items|keys|values|debug|info|warning|error|exception|critical|log|startswith|endswith|encode|decode)$/;
const plainFunction =
  /^(?:print|len|range|str|int|float|bool|list|dict|set|tuple|isinstance|getattr|enumerate|zip|sorted|reversed|min|max|sum|any|all|round|super|next|iter)$/;

const selected: SelectionIdioms['selected'] = (file, selection) => {
  const whole = wholeNodes(file, selection, (node) => node.type === 'block' || node.type === 'module');
  const nodes = whole?.nodes ?? [];
  if (!nodes[0] || !(whole?.inBlock || isExpression(nodes[0]))) {
    return {
      refusal: 'This is not a whole statement or expression: select from its first character to its last.',
    };
  }
  return { isExpression: !whole?.inBlock, nodes, range: selection, name: nameOf(file, nodes) };
};

const inSpan: SelectionIdioms['inSpan'] = (file, target) => {
  const [first] = target.nodes as readonly [Node];
  if (file.path.endsWith('.pyi')) return { refusal: 'A stub file has no code to put in a span.' };
  if (target.nodes.some(isBroken)) {
    return { refusal: 'There is a syntax error in or beside the selection: mend it first.' };
  }
  if (target.isExpression) {
    const extraction = extracted(file, first);
    if ('refusal' in extraction) return extraction;
    if (extraction.variable === undefined) return statements(file, [extraction.statement], target.name);
    const { statement, edits } = extraction;
    return (
      refuse(file, [statement]) ??
      (() => {
        const names = new ModuleNames(file, first);
        const head = opening(file, names, target.name, statement);
        return combined([...names.edits(), ...edits(names, head)]);
      })
    );
  }
  return statements(file, target.nodes, target.name, target.range.start);
};

/** `with` around statements: it adds no scope, so that all that they bind and all that leaves them stays as it is. */
function statements(
  file: ParsedFile,
  nodes: readonly Node[],
  spanName: string,
  from?: number,
): Refusal | (() => ReturnType<typeof combined>) {
  const refusal = refuse(file, nodes);
  if (refusal) return refusal;
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  return () => {
    const names = new ModuleNames(file, first);
    const quote = quoteOf(file.text);
    const above = from === undefined ? first.startIndex : lineStart(file.text, from);
    const run =
      above < lineStart(file.text, first.startIndex) && above > 0
        ? { first, last, from: lineEnd(file.text, above - 1 - (file.text[above - 2] === '\r' ? 1 : 0)) }
        : { first, last };
    if (!nodes.some(yields)) {
      const head = opening(file, names, spanName, first);
      return combined([...names.edits(), ...inBlock(file, run, head, [])]);
    }
    const around = functionAt(file, rangeOf(first))?.node ?? first;
    const taken = [around, ...descendants(around)].filter((node) => node.type === 'identifier');
    const { head, tail } = startedSpan(names, quote, `${quote}${spanName}${quote}`, [
      ...bindingsAround(first),
      ...taken.map((node) => node.text),
    ]);
    return combined([...names.edits(), ...inBlock(file, run, head, tail)]);
  };
}

function opening(file: ParsedFile, names: ModuleNames, spanName: string, statement: Node): readonly string[] {
  const quote = quoteOf(file.text);
  const column = indentationOf(file.text, statement.startIndex).length;
  return withSpan(names, quote, { name: `${quote}${spanName}${quote}` }, column);
}

function refuse(file: ParsedFile, nodes: readonly Node[]): Refusal | undefined {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const suite = first.parent!;
  const refusal = (sentence: string): Refusal => ({ refusal: sentence });
  if (nodes.length === 1 && opensSpan(first)) return refusal('This statement is a span already.');
  if (suite.parent?.type === 'with_statement' && opensSpan(suite.parent)) {
    const others = suite.namedChildren.filter((node) => node.type !== 'comment');
    if (others.length === nodes.length)
      return refusal('These statements are in a span of their own already.');
  }
  if (first.type === 'case_clause') {
    return refusal('A `case` belongs to its match: select the statements in it, or the whole match.');
  }
  if (suite.parent?.type === 'class_definition') {
    return refusal('These statements make up a class: select statements of a function.');
  }
  if (nodes.some((node) => /import/.test(node.type)) && suite.type === 'module') {
    return refusal('Imports belong to the head of the module: leave them out of the selection.');
  }
  if (isDocstring(first)) {
    return refusal('A docstring has to stay the first statement: leave it out of the selection.');
  }
  const { text } = file;
  const before = text.slice(
    Math.max(lineStart(text, first.startIndex), openingOf(first)?.endIndex ?? 0),
    first.startIndex,
  );
  const after = text.slice(last.endIndex, lineEnd(text, last.endIndex));
  if (before.trim() !== '' || !/^\s*;?\s*(?:#.*)?$/.test(after)) {
    return refusal('The selection shares a line with another statement: give each a line of its own first.');
  }
  return undefined;
}

function opensSpan(statement: Node): boolean {
  const items =
    statement.type === 'with_statement' && statement.namedChildren.find(({ type }) => type === 'with_clause');
  return items ? /\b(?:start_as_current_span|use_span)\(/.test(items.text) : false;
}

function isDocstring(statement: Node): boolean {
  const text = statement.type === 'expression_statement' && /string$/.test(statement.firstChild?.type ?? '');
  return text && statement.parent?.namedChildren.find(({ type }) => type !== 'comment')?.id === statement.id;
}

function yields(statement: Node): boolean {
  return ownNodes(statement).some((node) => node.type === 'yield' && node.isNamed);
}

/** The function around, and the first call that says what the code is about, else the first variable that it sets. */
function nameOf(file: ParsedFile, nodes: readonly Node[]): string {
  const own = nodes.flatMap(ownNodes);
  const calls = own.filter((node) => node.type === 'call' && /^\w+$/.test(calleeName(node)));
  const telling = calls.find((call) => {
    const isMethod = call.childForFieldName('function')?.type === 'attribute';
    return !(isMethod ? plainMethod : plainFunction).test(calleeName(call));
  });
  const set = own
    .filter((node) => /^(?:assignment|named_expression)$/.test(node.type))
    .map((node) => (node.childForFieldName('left') ?? node.childForFieldName('name'))!)
    .find((target) => target.type === 'identifier');
  const action = telling ? calleeName(telling) : (set?.text ?? (calls[0] ? calleeName(calls[0]) : 'block'));
  const around = [...selfAndAncestors(nodes[0]!.parent)].find((node) => node.type === 'function_definition');
  const outer = around && functionAt(file, rangeOf(around))?.name;
  return outer ? `${outer}.${action}` : action;
}

function ownNodes(node: Node): Node[] {
  return entersSameScope(node) ? [node, ...descendants(node, entersSameScope)] : [];
}

export const selection: SelectionIdioms = { selected, inSpan };
