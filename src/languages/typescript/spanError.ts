import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { Refusal } from '../idioms/attempt.ts';
import type { CaughtError, Said, SpanErrorIdioms } from '../idioms/spanError.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, holds, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { failedStatus, recordedException } from './caught.ts';
import { entersSameScope, isFunction } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { spanAt, type SpanHere } from './spanScope.ts';
import { isAlone, linesBeside, linesFirst } from './statements.ts';
import { styleOf, type Style } from './style.ts';

const caughtAt: SpanErrorIdioms['caughtAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    if (node.type === 'catch_clause') return caughtIn(file, node);
    if (isFunction(node)) return undefined;
  }
  return undefined;
};

function caughtIn(file: ParsedFile, clause: Node): CaughtError | Refusal {
  if (isBroken(clause))
    return { refusal: 'There is a syntax error in or beside this clause: mend it first.' };
  const parameter = clause.childForFieldName('parameter');
  if (parameter && parameter.type !== 'identifier') {
    return { refusal: 'This clause takes the error apart: give the error a name of its own first.' };
  }
  const span = spanAt(clause.parent!);
  if (!span) return { refusal: 'No span goes on here: put the function in a span first.' };
  const body = clause.childForFieldName('body')!;
  const calls = own(body).filter((node) => node.type === 'call_expression');
  const helper = calls.find((call) => handsOn(call, span.variable, parameter?.text));
  if (helper) {
    return { refusal: `\`${calleeName(helper)}\` gets the span and the error, and may record it.` };
  }
  if (calls.some((call) => calleeName(call) === 'setStatus' && /\bOK\b/.test(call.text))) {
    return { refusal: 'This clause sets the status to OK: for it the error is dealt with.' };
  }
  const next = nextOf(clause, span);
  const goesOn = leaves(body) ? 'always' : own(body).some(isThrow) ? 'sometimes' : 'never';
  const style = styleOf(file, body);
  return {
    range: rangeOf(clause),
    title: `catch${parameter ? ` (${parameter.text})` : ''}`,
    said: saidIn(body),
    goesOn,
    ...(next && { next }),
    say: (missing) => {
      const place = placeFor(file, body, missing, goesOn === 'sometimes' ? next : undefined, style);
      if (typeof place !== 'function') return place;
      return () => {
        const names = new ModuleNames(file, body, style);
        const error = parameter?.text ?? names.free('error', 'caughtError');
        const words = {
          span: span.access,
          error,
          SpanStatusCode: missing.status ? names.use('SpanStatusCode') : '',
        };
        const lines = [
          ...(missing.exception ? [recordedException(words, style)] : []),
          ...(missing.status ? failedStatus(words, style) : []),
        ];
        const at = clause.firstChild!.endIndex;
        const named = parameter ? [] : [{ start: at, end: at, text: ` (${error})` }];
        return combined([...names.edits(), ...named, place(lines)]);
      };
    },
  };
}

/**
 * Where the lines go: beside what the clause says already, else first in it. Where some of its paths lead to a place
 * that records the error, below those paths, so that none records it twice.
 */
function placeFor(
  file: ParsedFile,
  body: Node,
  missing: Said,
  next: Said | undefined,
  style: Style,
): ((lines: readonly string[]) => TextEdit) | Refusal {
  const said = own(body).find((node) => isSaying(node, missing.status ? 'recordException' : 'setStatus'));
  if (said && !(missing.exception && missing.status)) {
    if (!isAlone(file, said)) return { refusal: 'Give what the clause records a line of its own first.' };
    return (lines) => linesBeside(file, said, missing.status ? 'below' : 'above', lines, style);
  }
  if (!next?.exception && !next?.status) return (lines) => linesFirst(file, body, lines, style);
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  const guard = statements.findLastIndex((statement) => [statement, ...own(statement)].some(isThrow));
  const above = statements.slice(0, guard + 1).flatMap((statement) => [statement, ...own(statement)]);
  const below = statements[guard + 1];
  if (
    !below ||
    !isAlone(file, below) ||
    above.some((node) => /^(?:return|break|continue)_statement$|^yield_expression$/.test(node.type))
  ) {
    return {
      refusal:
        'On some paths the error goes on to where it is recorded, on others it ends here: end it in a branch of its own first.',
    };
  }
  return (lines) => linesBeside(file, below, 'above', lines, style);
}

function own(node: Node): Node[] {
  return [...descendants(node, entersSameScope)];
}

function isThrow(node: Node): boolean {
  return node.type === 'throw_statement';
}

/** Whether every path through the code ends in `throw`. */
function leaves(body: Node): boolean {
  if (own(body).some((node) => /^(?:return|break|continue)_statement$/.test(node.type))) return false;
  const last = body.type === 'statement_block' ? body.namedChildren.findLast(isCode) : body;
  if (last?.type !== 'if_statement') return last !== undefined && isThrow(last);
  const otherwise = last.childForFieldName('alternative')?.namedChildren.find(isCode);
  return leaves(last.childForFieldName('consequence')!) && otherwise !== undefined && leaves(otherwise);
}

function isCode(node: Node): boolean {
  return node.type !== 'comment';
}

function isSaying(node: Node, what: 'recordException' | 'setStatus'): boolean {
  const call = node.type === 'expression_statement' ? node.firstNamedChild : null;
  return call?.type === 'call_expression' && calleeName(call) === what;
}

function saidIn(node: Node): Said {
  const called = own(node)
    .filter((child) => child.type === 'call_expression')
    .map(calleeName);
  return { exception: called.includes('recordException'), status: called.includes('setStatus') };
}

/** A function that is given both the span and the error. */
function handsOn(call: Node, span: string, error: string | undefined): boolean {
  const given = argumentsOf(call).map((argument) => argument.text);
  return error !== undefined && given.includes(span) && given.includes(error);
}

/** The clause outside this one that the error meets while the span goes on. */
function nextOf(clause: Node, span: SpanHere): (Said & { line: number }) | undefined {
  let inner = clause.parent!;
  for (let outer = inner.parent; outer; inner = outer, outer = outer.parent) {
    const isTried = outer.type === 'try_statement' && outer.childForFieldName('body')?.id === inner.id;
    const handler = isTried ? outer.childForFieldName('handler') : null;
    if (handler) return { line: handler.startPosition.row + 1, ...saidIn(handler) };
    const run = isFunction(outer) && outer.parent?.type === 'variable_declarator' ? outer.parent : undefined;
    // A function that is kept as a constant, to be run in the `try` below it.
    const below = run?.parent?.parent?.lastNamedChild?.childForFieldName('handler');
    if (below) return { line: below.startPosition.row + 1, ...saidIn(below) };
    if (holds(outer, span.node)) return undefined;
  }
  return undefined;
}

export const spanError: SpanErrorIdioms = { caughtAt };
