import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { Refusal } from '../idioms/attempt.ts';
import type { CaughtError, Said, SpanErrorIdioms } from '../idioms/spanError.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, holds, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { entersSameScope } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { recorded } from './recorded.ts';
import { entered, spanAt, withItems, type SpanHere } from './spanScope.ts';
import { isAlone, linesAfter, linesBefore } from './statements.ts';
import { quoteOf } from './strings.ts';

/** Exceptions by which Python ends code in good order; none is an error. */
const endings =
  /^(?:GeneratorExit|StopIteration|StopAsyncIteration|KeyboardInterrupt|SystemExit|(?:asyncio\.|futures\.)?CancelledError)$/;

const caughtAt: SpanErrorIdioms['caughtAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (node.type === 'except_clause' || node.type === 'except_group_clause') return caughtIn(file, node);
    if (!entersSameScope(node)) return undefined;
  }
  return undefined;
};

function caughtIn(file: ParsedFile, clause: Node): CaughtError | Refusal {
  if (isBroken(clause))
    return { refusal: 'There is a syntax error in or beside this clause: mend it first.' };
  const types = typesOf(clause);
  if (types.length > 0 && types.every((type) => endings.test(type))) {
    return { refusal: `\`${types.join('`, `')}\` ends code in good order and is no error.` };
  }
  const span = spanAt(clause.parent!);
  if (!span) return { refusal: withoutSpan(clause) };
  const calls = own(clause).filter((node) => node.type === 'call');
  const helper = calls.find((call) => handsOn(call, span.variable, aliasOf(clause)?.text));
  if (helper) {
    return { refusal: `\`${calleeName(helper)}\` gets the span and the error, and may record it.` };
  }
  if (calls.some((call) => calleeName(call) === 'set_status' && /\bOK\b/.test(call.text))) {
    return { refusal: 'This clause sets the status to OK: for it the error is dealt with.' };
  }
  const block = blockOf(clause);
  const next = nextOf(clause, span);
  const goesOn = leaves(block) ? 'always' : own(block).some(isRaise) ? 'sometimes' : 'never';
  return {
    range: rangeOf(clause),
    title: `except${types.length > 0 ? ` ${types.join(', ')}` : ''}`,
    said: saidIn(clause),
    goesOn,
    ...(next && { next }),
    say: (missing) => {
      const place = placeFor(file, block, missing, goesOn === 'sometimes' ? next : undefined);
      if (typeof place !== 'function') return place;
      return () => edits(file, clause, span, missing, place);
    },
  };
}

function edits(
  file: ParsedFile,
  clause: Node,
  span: SpanHere,
  missing: Said,
  place: (lines: readonly string[]) => TextEdit,
): TextEdit[] {
  const names = new ModuleNames(file, clause);
  const quote = quoteOf(file.text);
  const added: TextEdit[] = [];
  const lines: string[] = [];
  let error = aliasOf(clause)?.text;
  if (error === undefined) {
    error = names.free('error', 'exception');
    added.push(named(clause, error));
  }
  let variable = span.variable;
  if (variable === undefined) {
    variable = names.free('span', 'current_span');
    if (span.node.type === 'with_item') {
      added.push({ start: span.node.endIndex, end: span.node.endIndex, text: ` as ${variable}` });
    } else {
      lines.push(`${variable} = ${names.use('opentelemetry', 'trace')}.get_current_span()`);
    }
  }
  const words = recorded(names, variable, error, quote);
  if (missing.exception) lines.push(...words.exception);
  if (missing.status) lines.push(...words.status());
  return combined([...names.edits(), ...added, place(lines)]);
}

/**
 * Where the lines go: beside what the clause says already, else first in it. Where some of its paths lead to a place
 * that records the error, below those paths, so that none records it twice.
 */
function placeFor(
  file: ParsedFile,
  block: Node,
  missing: Said,
  next: Said | undefined,
): ((lines: readonly string[]) => TextEdit) | Refusal {
  const statements = block.namedChildren.filter((child) => child.type !== 'comment');
  const said = own(block).find((node) => isSaying(node, missing.status ? 'record_exception' : 'set_status'));
  if (said && !(missing.exception && missing.status)) {
    if (!isAlone(file, said)) return { refusal: 'Give what the clause records a line of its own first.' };
    return (lines) => (missing.status ? linesAfter(file, said, lines) : linesBefore(file, said, lines));
  }
  if (!next?.exception && !next?.status) return (lines) => linesBefore(file, statements[0]!, lines);
  const guard = statements.findLastIndex((statement) => [statement, ...own(statement)].some(isRaise));
  const above = statements.slice(0, guard + 1).flatMap((statement) => [statement, ...own(statement)]);
  const below = statements[guard + 1];
  if (!below || above.some((node) => /^(?:return|break|continue)_statement$|^yield$/.test(node.type))) {
    return {
      refusal:
        'On some paths the error goes on to where it is recorded, on others it ends here: give the two a clause each first.',
    };
  }
  return (lines) => linesBefore(file, below, lines);
}

/** `except ValueError as error:`; a bare `except:` catches what `except BaseException:` does. */
function named(clause: Node, error: string): TextEdit {
  const value = clause.childForFieldName('value');
  const at = value?.endIndex ?? clause.firstChild!.endIndex;
  return { start: at, end: at, text: `${value ? '' : ' BaseException'} as ${error}` };
}

function typesOf(clause: Node): string[] {
  const value = clause.childForFieldName('value');
  const types = value?.type === 'as_pattern' ? value.firstNamedChild! : value;
  if (!types) return [];
  return (types.type === 'tuple' ? types.namedChildren : [types]).map((type) => type.text);
}

function aliasOf(clause: Node): Node | undefined {
  return clause.childForFieldName('value')?.childForFieldName('alias')?.firstNamedChild ?? undefined;
}

function blockOf(clause: Node): Node {
  return clause.namedChildren.find((child) => child.type === 'block')!;
}

function own(node: Node): Node[] {
  return [...descendants(node, entersSameScope)];
}

function isRaise(node: Node): boolean {
  return node.type === 'raise_statement';
}

/** Whether every path through the statements ends in `raise`. */
function leaves(block: Node): boolean {
  if (own(block).some((node) => /^(?:return|break|continue)_statement$/.test(node.type))) return false;
  const last = block.namedChildren.findLast((child) => child.type !== 'comment');
  if (last?.type !== 'if_statement') return last?.type === 'raise_statement';
  const branches = [last.childForFieldName('consequence')!, ...last.childrenForFieldName('alternative')];
  const blocks = branches.map((branch) => (branch.type === 'block' ? branch : branch.lastNamedChild!));
  return branches.some((branch) => branch.type === 'else_clause') && blocks.every(leaves);
}

function isSaying(node: Node, what: 'record_exception' | 'set_status'): boolean {
  const call = node.type === 'expression_statement' ? node.firstNamedChild : null;
  return call?.type === 'call' && calleeName(call) === what;
}

function saidIn(node: Node): Said {
  const called = own(node)
    .filter((child) => child.type === 'call')
    .map(calleeName);
  return { exception: called.includes('record_exception'), status: called.includes('set_status') };
}

/** A function that is given both the span and the error. */
function handsOn(call: Node, span: string | undefined, error: string | undefined): boolean {
  const { positional, keyword } = argumentsOf(call);
  const given = [...positional, ...keyword.values()].map((argument) => argument.text);
  return span !== undefined && error !== undefined && given.includes(span) && given.includes(error);
}

/** What an error meets that leaves the clause: an outer clause inside the span, or the end of the span. */
function nextOf(clause: Node, span: SpanHere): (Said & { line?: number }) | undefined {
  let inner = clause.parent!;
  for (let outer = inner.parent; outer; inner = outer, outer = outer.parent) {
    const isTried = outer.type === 'try_statement' && outer.childForFieldName('body')?.id === inner.id;
    const handler = isTried ? outer.namedChildren.find((child) => /^except/.test(child.type)) : undefined;
    if (handler) return { line: handler.startPosition.row + 1, ...saidIn(outer) };
    if (holds(outer, span.node)) return span.tells.exception || span.tells.status ? span.tells : undefined;
  }
  return undefined;
}

/** A span in the `try` is over in its `except`, and was told of what left it. */
function withoutSpan(clause: Node): string {
  const tried = clause.parent!.childForFieldName('body');
  const inside = tried ? own(tried).filter((node) => node.type === 'with_statement') : [];
  const spans = inside.flatMap(withItems).flatMap((item) => entered(item) ?? []);
  return spans.some((call) => calleeName(call) === 'start_as_current_span')
    ? 'The span in this `try` records an error that leaves it by itself, and is over here.'
    : 'No span goes on here: put the function in a span first.';
}

export const spanError: SpanErrorIdioms = { caughtAt };
