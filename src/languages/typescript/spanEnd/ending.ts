import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import { indentationOf, indentationUnit, lineEnding } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { withoutLines } from '../../removed.ts';
import { descendants, holds } from '../../syntax.ts';
import { around, awaited } from '../awaited.ts';
import { statementsInBlock, written } from '../block.ts';
import { entersSameScope, isAsync, isGenerator, isInTry } from '../functions.ts';
import { settles, valueOf } from '../settling.ts';
import { endCalls } from '../spanScope.ts';
import { isAlone } from '../statements.ts';
import type { Style } from '../style.ts';
import { cannotFail, isEnd, isOverAfter } from './coverage.ts';

/** What ends a span below a `try`: its `finally`, or the promise that is returned. */
interface Ending {
  readonly tail: readonly string[];
  /** Edits of the values that are returned. */
  readonly values: readonly TextEdit[];
}

/** Ends the span on every path through `below`, the statements that follow its start in its block. */
export function endOfStatements(
  file: ParsedFile,
  owner: Node | null,
  below: readonly Node[],
  variable: string,
  style: Style,
): Attempt {
  const ends = below.flatMap((statement) => endCalls(statement, variable)).map((call) => call.parent!);
  const beside = ends.find((statement) => !isAlone(file, statement));
  if (beside) {
    const line = beside.startPosition.row + 1;
    return {
      refusal: `\`${variable}.end()\` shares its line with other code (line ${line}): give it one first.`,
    };
  }
  const inFinally = ends.find((statement) => statement.parent?.parent?.type === 'finally_clause');
  if (inFinally) {
    const line = inFinally.startPosition.row + 1;
    return {
      refusal: `The \`finally\` on line ${line} does not cover all that follows the start: move the start to directly above its \`try\`.`,
    };
  }
  const covered = lastCovered(below, ends, variable);
  if (typeof covered !== 'number') return covered;
  const run = below.slice(0, covered + 1);
  const reason = boundToBlock(run);
  if (reason) return { refusal: reason };
  const ending = endingOf(owner, run, ends, variable, style);
  if ('refusal' in ending) return ending;
  const first = below.findIndex((statement) => !cannotFail(statement, variable));
  const tried = below[covered]!;
  const isTried = tried.type === 'try_statement' && !tried.childForFieldName('finalizer');
  if (first === covered && isTried && ending.tail[0] === FINALLY) {
    return () =>
      withoutLines(file.text, [...ending.values, finallyBelow(file, tried, ending.tail, style)], ends);
  }
  return () => withoutLines(file.text, inTry(file, run, ending, style), ends);
}

const FINALLY = '} finally {';

/** How an expression of the owner's own, which it returns, is made to end the span. */
export function endOfValue(owner: Node, value: Node, variable: string, style: Style): Ending | Refusal {
  return endingOfValues(owner, [value], variable, style);
}

/** Index of the last statement that the `try` has to hold, as far as the ends that are there tell; else the last there is. */
function lastCovered(below: readonly Node[], ends: readonly Node[], variable: string): number | Refusal {
  if (ends.length === 0) return below.length - 1;
  const last = below.findLastIndex((statement) => ends.some((end) => holds(statement, end)));
  if (!isOverAfter(below[last]!, variable)) return below.length - 1;
  const covered = isEnd(below[last]!, variable) ? last - 1 : last;
  const rest = below.slice(last + 1);
  const hidden = below
    .slice(0, covered + 1)
    .flatMap(declared)
    .find((name) => rest.some((one) => mentions(one, name)));
  if (hidden === undefined) return covered;
  if (rest.some((one) => one.descendantsOfType('await_expression').length > 0)) {
    return {
      refusal: `\`${hidden}\` is used after the span has ended, where a \`try\` would hide it: declare it above the start first.`,
    };
  }
  return below.length - 1;
}

/** Why statements cannot move into a block: what they declare would be out of sight; '' where they can. */
function boundToBlock(run: readonly Node[]): string {
  if (run.some((statement) => /^(?:ex|im)port_statement$/.test(statement.type))) {
    return 'The module exports or imports below the start, which cannot stand in a `try`: move that above it first.';
  }
  const above = run[0]?.parent?.namedChildren.filter((child) => child.endIndex <= run[0]!.startIndex) ?? [];
  const hoisted = run
    .filter((statement) => statement.type === 'function_declaration')
    .flatMap(declared)
    .find((name) => above.some((statement) => mentions(statement, name)));
  return hoisted === undefined
    ? ''
    : `\`${hoisted}\` is used above the start of the span, where a \`try\` would hide it: move the function up first.`;
}

/** What a statement declares for its block. */
function declared(statement: Node): string[] {
  if (/^(?:function|class)_declaration$/.test(statement.type)) {
    return [statement.childForFieldName('name')!.text];
  }
  if (statement.type !== 'lexical_declaration') return [];
  return statement.namedChildren.flatMap((declarator) => {
    const name = declarator.childForFieldName('name');
    if (name?.type === 'identifier') return [name.text];
    return (
      name
        ?.descendantsOfType(['identifier', 'shorthand_property_identifier_pattern'])
        .map(({ text }) => text) ?? []
    );
  });
}

function mentions(node: Node, name: string): boolean {
  return node
    .descendantsOfType(['identifier', 'shorthand_property_identifier'])
    .some(({ text }) => text === name);
}

/** By what the run returns. A value that is returned right after an end was never meant to be waited for. */
function endingOf(
  owner: Node | null,
  run: readonly Node[],
  ends: readonly Node[],
  variable: string,
  style: Style,
): Ending | Refusal {
  const returns = run
    .flatMap((statement) => [
      statement,
      ...(entersSameScope(statement) ? descendants(statement, entersSameScope) : []),
    ])
    .filter((node) => node.type === 'return_statement' && valueOf(node))
    .filter(
      (node) => !ends.some((end) => end.endIndex <= node.startIndex && end.parent?.id === node.parent?.id),
    );
  if (!owner || isGenerator(owner)) return endingInFinally(variable, style);
  if (isAsync(owner)) {
    const inTry = returns.find((node) => isInTry(node) && settles(valueOf(node)!) !== 'no');
    if (inTry && valueOf(inTry)!.type !== 'await_expression') {
      return {
        refusal: `A promise is returned inside a \`try\` (line ${inTry.startPosition.row + 1}): write \`return await\` there if its \`catch\` is meant for it.`,
      };
    }
  }
  const fallsThrough = run.at(-1)?.type !== 'return_statement' && run.at(-1)?.type !== 'throw_statement';
  return endingOfValues(
    owner,
    returns.map((node) => valueOf(node)!),
    variable,
    style,
    fallsThrough,
  );
}

function endingOfValues(
  owner: Node,
  values: readonly Node[],
  variable: string,
  style: Style,
  fallsThrough = false,
): Ending | Refusal {
  const settling = values.filter((value) => settles(value) !== 'no');
  if (isAsync(owner)) return { ...endingInFinally(variable, style), values: settling.flatMap(awaited) };
  if (settling.length === 0) return endingInFinally(variable, style);
  if (
    fallsThrough ||
    settling.length < values.length ||
    settling.some((value) => settles(value) === 'maybe')
  ) {
    const line = settling[0]!.startPosition.row + 1;
    return {
      refusal: `Only the run can tell whether line ${line} returns a promise that the span has to wait for: make the function async first, or end the span before that line.`,
    };
  }
  const { semicolon: end } = style;
  return {
    tail: ['} catch (error) {', `\t${variable}.end()${end}`, `\tthrow error${end}`, '}'],
    values: values.flatMap((value) => around(value, '', `.finally(() => ${variable}.end())`)),
  };
}

function endingInFinally(variable: string, style: Style): Ending {
  return { tail: [FINALLY, `\t${variable}.end()${style.semicolon}`, '}'], values: [] };
}

function inTry(file: ParsedFile, run: readonly Node[], ending: Ending, style: Style): TextEdit[] {
  const { text } = file;
  const block = run[0]!.parent!;
  const before = run[0]!.previousNamedSibling;
  // A comment on a line of its own above the first statement is about it.
  const first =
    before?.type === 'comment' && before.startPosition.row > (before.previousSibling?.endPosition.row ?? -1)
      ? before
      : run[0]!;
  const last = run.at(-1)!;
  if (first.startPosition.row > (first.previousSibling?.endPosition.row ?? -1)) {
    const form = { head: ['try {'], tail: ending.tail, depth: 1 };
    return statementsInBlock(file, { first, last }, form, style, ending.values);
  }
  const eol = lineEnding(text);
  const outer = indentationOf(text, block.startIndex);
  const unit = indentationUnit(text, style.unit);
  const base = outer + unit;
  const tail = ending.tail.map((line) => eol + written(line, base, unit)).join('');
  return combined([
    { start: block.startIndex + 1, end: first.startIndex, text: `${eol}${base}try {${eol}${base}${unit}` },
    ...ending.values,
    { start: last.endIndex, end: block.endIndex - 1, text: `${tail}${eol}${outer}` },
  ]);
}

/** The `finally` of a `try` that has none. */
function finallyBelow(file: ParsedFile, statement: Node, tail: readonly string[], style: Style): TextEdit {
  const { text } = file;
  const base = indentationOf(text, statement.startIndex);
  const unit = indentationUnit(text, style.unit);
  const lines = tail.slice(1).map((line) => lineEnding(text) + written(line, base, unit));
  const end = statement.endIndex;
  return { start: end, end, text: ` finally {${lines.join('')}` };
}
