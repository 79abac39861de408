import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { Attempt, Refusal } from '../idioms/attempt.ts';
import type { SpanEndIdioms, StartedSpan } from '../idioms/spanEnd.ts';
import { lineEnd } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { withoutLines } from '../removed.ts';
import { descendants, holds, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { inBlock } from './block.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { entersSameScope } from './functions.ts';
import { assigned, endCalls, entered, scopeOf, withItems } from './spanScope.ts';
import { isAlone, linesAfter } from './statements.ts';

/** Functions that a span is given to without being handed on: what they give back goes on with it. */
const borrowers = /^(?:use_span|set_span_in_context)$/;

const startedAt: SpanEndIdioms['startedAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (node.type === 'with_statement') {
      const isHead = selection.start < node.childForFieldName('body')!.startIndex;
      const calls = isHead ? withItems(node).flatMap((item) => entered(item) ?? []) : [];
      const span = calls.find((call) => /^start_(?:as_current_)?span$/.test(calleeName(call)));
      return span && { ...common(node, 'span'), isEnded: true };
    }
    if (/_statement$/.test(node.type)) return inStatement(file, node);
    if (node.type === 'block' || !entersSameScope(node)) return undefined;
  }
  return undefined;
};

function inStatement(file: ParsedFile, statement: Node): StartedSpan | Refusal | undefined {
  // The head of an `if` or `for`, not what stands in it.
  const isHead = (node: Node): boolean => entersSameScope(node) && node.type !== 'block';
  const starts = [...descendants(statement, isHead)].filter((node) => node.type === 'call');
  const current = starts.find((call) => calleeName(call) === 'start_as_current_span');
  // `stack.enter_context(tracer.start_as_current_span(…))`
  if (current?.parent?.parent && /^enter_(?:async_)?context$/.test(calleeName(current.parent.parent))) {
    return { ...common(statement, 'span'), isEnded: true };
  }
  if (current) {
    return { refusal: '`start_as_current_span` starts a span, and ends it, only in a `with`: write one.' };
  }
  const call = starts.find((one) => calleeName(one) === 'start_span');
  if (!call) return undefined;
  if (isBroken(statement)) {
    return { refusal: 'There is a syntax error in or beside this statement: mend it first.' };
  }
  const variable = assigned(statement);
  const value = statement.firstNamedChild?.childForFieldName('right');
  if (variable && value?.id === call.id) return ofVariable(file, statement, variable);
  if (call.parent?.childForFieldName('attribute')?.text === 'end') {
    return { ...common(statement, 'span'), isEnded: true };
  }
  if (statement.firstNamedChild?.id === call.id) {
    return { refusal: 'This span is not kept, so that nothing can end it: give it a variable first.' };
  }
  const target = statement.firstNamedChild?.childForFieldName('left');
  return {
    refusal: target
      ? `This span is kept in \`${target.text}\`, where other code may end it.`
      : 'This span is handed on where it starts: what gets it has to end it.',
  };
}

function ofVariable(file: ParsedFile, statement: Node, target: Node): StartedSpan | Refusal {
  const variable = target.text;
  const uses = [...descendants(scopeOf(statement))].filter(
    (node) => node.type === 'identifier' && node.text === variable && node.id !== target.id && isName(node),
  );
  const refusal = uses.map((use) => refuse(use, statement)).find(Boolean);
  if (refusal) return { refusal };
  const below = following(statement);
  const isEnded = endsByItself(below, variable);
  return {
    ...common(statement, variable),
    isEnded,
    end: isEnded ? () => [] : end(file, statement, below, variable),
  };
}

/** Why a use of the span puts its end out of sight; '' where it does not. */
function refuse(use: Node, statement: Node): string {
  const line = use.startPosition.row + 1;
  const { parent } = use;
  const name = use.text;
  if (scopeOf(use).id !== scopeOf(statement).id) {
    return `\`${name}\` is used in a function inside this one (line ${line}), and only the run can tell when it is called.`;
  }
  if (parent?.type === 'assignment' && parent.childForFieldName('left')?.id === use.id) {
    return `\`${name}\` is given another value on line ${line}: give each span a variable of its own first.`;
  }
  if (!holds(statement.parent!, use) || use.startIndex < statement.startIndex) {
    return `\`${name}\` is used outside of the block that starts it (line ${line}): start it in the outer block first.`;
  }
  if (parent?.type === 'attribute' && parent.childForFieldName('object')?.id === use.id) {
    return ofMember(parent, name, line);
  }
  if (/^(?:comparison_operator|not_operator|boolean_operator|if_statement|with_item)$/.test(parent!.type)) {
    return '';
  }
  const call = parent?.type === 'argument_list' ? parent.parent! : undefined;
  if (call && borrowers.test(calleeName(call))) return '';
  return call
    ? `\`${name}\` is handed to \`${call.childForFieldName('function')!.text}\` (line ${line}), which may end it.`
    : `\`${name}\` is handed on (line ${line}): what gets it has to end it.`;
}

function ofMember(member: Node, name: string, line: number): string {
  if (member.childForFieldName('attribute')?.text !== 'end') return '';
  const call = member.parent;
  if (call?.type !== 'call')
    return `\`${name}.end\` is handed on (line ${line}): what gets it ends the span.`;
  const { positional, keyword } = argumentsOf(call);
  if (positional.length + keyword.size > 0)
    return `\`${name}\` is ended at a time of its own (line ${line}).`;
  return call.parent?.type === 'expression_statement'
    ? ''
    : `The call of \`${name}.end\` is a part of another (line ${line}): make it a statement first.`;
}

/** Whether it is ended before anything that can fail, or by a `finally` or `with` that covers all that can. */
function endsByItself(below: readonly Node[], variable: string): boolean {
  for (const statement of below) {
    if (isEnd(statement, variable)) return true;
    if (!cannotFail(statement, variable)) return covers(statement, variable);
  }
  return false;
}

function covers(statement: Node, variable: string): boolean {
  if (statement.type === 'with_statement') {
    return withItems(statement).some((item) => {
      const call = entered(item);
      if (!call) return item.text === variable;
      const { positional, keyword } = argumentsOf(call);
      return (
        calleeName(call) === 'use_span' &&
        positional[0]?.text === variable &&
        (positional[1] ?? keyword.get('end_on_exit'))?.text === 'True'
      );
    });
  }
  const block = finallyOf(statement)?.lastNamedChild;
  return block?.namedChildren.some((child) => isEnd(child, variable)) ?? false;
}

/** `try:` around what follows; an existing `try` that is all that follows gets a `finally`. */
function end(file: ParsedFile, start: Node, below: readonly Node[], variable: string): Attempt {
  const { text } = file;
  const ends = below.flatMap((statement) => endCalls(statement, variable)).map((call) => call.parent!);
  const beside = ends.find((statement) => !isAlone(file, statement));
  if (beside) return refuseLine(beside, `\`${variable}.end()\` shares its line with other code`);
  const inFinally = ends.find((statement) => statement.parent?.parent?.type === 'finally_clause');
  if (inFinally) {
    const line = inFinally.startPosition.row + 1;
    return {
      refusal: `The \`finally\` on line ${line} does not cover all that follows the start: move the start to directly above its \`try\`.`,
    };
  }
  if (!isAlone(file, start))
    return refuseLine(start, 'The start of the span shares its line with other code');
  if (below.length === 0) return () => [linesAfter(file, start, [`${variable}.end()`])];
  const lastEnd = below.findLastIndex((statement) => ends.some((one) => holds(statement, one)));
  const last = lastEnd >= 0 && isOverAfter(below[lastEnd]!, variable) ? lastEnd : below.length - 1;
  const covered = isEnd(below[last]!, variable) ? last - 1 : last;
  const first = below.findIndex((statement) => !cannotFail(statement, variable));
  const lines = (edits: readonly TextEdit[]): TextEdit[] => {
    const placeholders = ends.filter(isOnly);
    const gone = ends.filter((statement) => !isOnly(statement));
    return combined([
      ...withoutLines(text, edits, gone),
      ...placeholders.map((statement) => ({ ...rangeOf(statement), text: 'pass' })),
    ]);
  };
  const tail = ['finally:', `\t${variable}.end()`];
  const tried = below[covered];
  if (first === covered && tried?.type === 'try_statement' && !finallyOf(tried)) {
    return () => lines([belowBlock(file, tried, tail)]);
  }
  const run = { first: below[0]!, last: below[covered]!, from: lineEnd(text, start.endIndex) };
  return () => lines(inBlock(file, run, ['try:'], tail));
}

/** The tail of a block that is there: what `inBlock` adds, without the block. */
function belowBlock(file: ParsedFile, statement: Node, tail: readonly string[]): TextEdit {
  const all = inBlock(file, { first: statement, last: statement }, [], tail);
  return all.at(-1)!;
}

function refuseLine(statement: Node, what: string): Refusal {
  return { refusal: `${what} (line ${statement.startPosition.row + 1}): give it a line of its own first.` };
}

function common(node: Node, variable: string): Omit<StartedSpan, 'isEnded'> {
  return { range: rangeOf(node), variable, end: () => [] };
}

function following(statement: Node): Node[] {
  const all = statement.parent!.namedChildren.filter((child) => child.type !== 'comment');
  return all.slice(all.findIndex(({ id }) => id === statement.id) + 1);
}

function finallyOf(statement: Node): Node | undefined {
  return statement.type === 'try_statement'
    ? statement.namedChildren.find((child) => child.type === 'finally_clause')
    : undefined;
}

function isEnd(statement: Node, variable: string): boolean {
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return call !== null && endCalls(call, variable)[0]?.id === call.id;
}

/** Whether the span is over after a statement, on each of its paths that goes on to the next one. */
function isOverAfter(statement: Node, variable: string): boolean {
  if (/^(?:return|raise|break|continue)_statement$/.test(statement.type) || isEnd(statement, variable))
    return true;
  if (statement.type === 'block')
    return statement.namedChildren.some((child) => isOverAfter(child, variable));
  const parts = statement.namedChildren.filter(
    (child) => child.type === 'block' || /_clause$/.test(child.type),
  );
  const isWhole =
    /^(?:except|except_group|elif|else)_clause$/.test(statement.type) ||
    statement.type === 'with_statement' ||
    statement.type === 'try_statement' ||
    (statement.type === 'if_statement' && parts.at(-1)?.type === 'else_clause');
  const blocks = parts.filter((part) => !/^(?:with|finally)_clause$/.test(part.type));
  return isWhole && blocks.every((part) => isOverAfter(part, variable));
}

/** Plain values that are kept, and what the span is told of them. */
function cannotFail(statement: Node, variable: string): boolean {
  const inner = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (!inner) return statement.type === 'pass_statement';
  const plain = /^(?:identifier|string|integer|float|true|false|none)$/;
  if (inner.type === 'assignment') return plain.test(inner.childForFieldName('right')?.type ?? '');
  if (inner.type !== 'call' || !inner.text.startsWith(`${variable}.`)) return inner.type === 'string';
  const { positional, keyword } = argumentsOf(inner);
  return [...positional, ...keyword.values()].every(
    (value) => plain.test(value.type) && !value.text.includes('{'),
  );
}

function isOnly(statement: Node): boolean {
  return statement.parent!.namedChildren.filter((child) => child.type !== 'comment').length === 1;
}

/** Not the name of an attribute or of an argument. */
function isName(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'attribute') return parent.childForFieldName('object')?.id === node.id;
  return parent?.type !== 'keyword_argument' || parent.childForFieldName('value')?.id === node.id;
}

export const spanEnd: SpanEndIdioms = { startedAt };
