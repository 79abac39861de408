import type { Node } from 'web-tree-sitter';
import { descendants } from '../../syntax.ts';
import { argumentsOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { endCalls } from '../spanScope.ts';

/** Whether it is ended before anything that can fail, or by a `finally` that covers all that can. */
export function endsByItself(below: readonly Node[], variable: string): boolean {
  for (const statement of below) {
    if (isEnd(statement, variable)) return true;
    if (cannotFail(statement, variable)) continue;
    const covered = statement.childForFieldName('finalizer')?.childForFieldName('body');
    return covered?.namedChildren.some((child) => isEnd(child, variable)) ?? false;
  }
  return false;
}

/** Whether the promise that the code gives ends the span when it settles: `.finally(() => span.end())`. */
export function endsWhenSettled(below: readonly Node[], variable: string): boolean {
  const calls = below.flatMap((statement) => [statement, ...descendants(statement)]);
  return calls.some(
    (call) =>
      call.type === 'call_expression' &&
      call.childForFieldName('function')?.childForFieldName('property')?.text === 'finally' &&
      endCalls(call.childForFieldName('arguments')!, variable, () => true).length > 0,
  );
}

export function isEnd(statement: Node, variable: string): boolean {
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return call !== null && endCalls(call, variable)[0]?.id === call.id;
}

/** Whether the span is over after a statement, on each of its paths that goes on to the next one. */
export function isOverAfter(statement: Node | null, variable: string): boolean {
  if (!statement) return false;
  switch (statement.type) {
    case 'statement_block':
      return statement.namedChildren.some(
        (child) => isExit(child) || isEnd(child, variable) || isOverAfter(child, variable),
      );
    case 'if_statement': {
      const otherwise = statement.childForFieldName('alternative')?.firstNamedChild ?? null;
      return (
        isOverAfter(statement.childForFieldName('consequence'), variable) && isOverAfter(otherwise, variable)
      );
    }
    case 'try_statement': {
      const handler = statement.childForFieldName('handler')?.childForFieldName('body');
      return (
        isOverAfter(statement.childForFieldName('body'), variable) &&
        (!handler || isOverAfter(handler, variable))
      );
    }
    default:
      return isExit(statement) || isEnd(statement, variable);
  }
}

function isExit(statement: Node): boolean {
  return /^(?:return|throw|break|continue)_statement$/.test(statement.type);
}

const plain =
  /^(?:identifier|string|number|true|false|null|undefined|arrow_function|function_expression|template_string)$/;

/** Plain values and functions that are kept, and what the span is told of them. */
export function cannotFail(statement: Node, variable: string): boolean {
  if (/^(?:comment|function_declaration|empty_statement)$/.test(statement.type)) return true;
  if (/^(?:lexical|variable)_declaration$/.test(statement.type)) {
    return statement.namedChildren.every((declarator) => {
      const value = declarator.childForFieldName('value');
      return declarator.childForFieldName('name')?.type === 'identifier' && (!value || isPlain(value));
    });
  }
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  return (
    call?.type === 'call_expression' &&
    call.childForFieldName('function')?.childForFieldName('object')?.text === variable &&
    argumentsOf(call).every(isPlain)
  );
}

function isPlain(value: Node): boolean {
  return isFunction(value) || (plain.test(value.type) && !value.text.includes('${'));
}
