import type { Node } from 'web-tree-sitter';
import { descendants } from '../syntax.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { entersSameScope, isFunction, isSpanFrame } from './functions.ts';

/** A span that goes on at a place, as far as its function shows. */
export interface SpanHere {
  /** Its variable, with `?.` where there may be none: `span`, `span?`. */
  readonly access: string;
  readonly variable: string;
  /** It is the current span here. */
  readonly isCurrent: boolean;
  /** What makes it: a declaration, a parameter, or the callback of `startActiveSpan`. */
  readonly node: Node;
}

/**
 * The innermost span that goes on at `place`: of a variable that was given a span above it, of a parameter that is one,
 * or of the callback of `startActiveSpan`.
 */
export function spanAt(place: Node): SpanHere | undefined {
  let inner = place;
  for (let outer = place.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'statement_block' || outer.type === 'program') {
      const above = outer.namedChildren.filter((statement) => statement.endIndex <= inner.startIndex);
      const found = above.flatMap(spanDeclarators).at(-1);
      const variable = found?.childForFieldName('name')?.text;
      if (found && variable && !isEndedBetween(variable, found, above)) {
        const isOptional = /^get(?:Active)?Span$/.test(calleeName(valueOf(found)!)) && !isAsserted(found);
        const isCurrent = calleeName(valueOf(found)!) === 'getActiveSpan';
        return { access: isOptional ? `${variable}?` : variable, variable, isCurrent, node: found };
      }
    }
    if (!isFunction(outer)) continue;
    const parameter = spanParameter(outer);
    if (parameter) {
      const isCurrent = activeSpanCall(outer) !== undefined;
      return { access: parameter, variable: parameter, isCurrent, node: outer };
    }
    if (!isSpanFrame(outer)) return undefined;
  }
  return undefined;
}

/** The declarators of a statement that are given a span. */
export function spanDeclarators(statement: Node): Node[] {
  if (!/^(?:lexical|variable)_declaration$/.test(statement.type)) return [];
  return statement.namedChildren.filter((declarator) => {
    const value = valueOf(declarator);
    return (
      declarator.childForFieldName('name')?.type === 'identifier' &&
      value?.type === 'call_expression' &&
      /^(?:startSpan|getActiveSpan|getSpan)$/.test(calleeName(value))
    );
  });
}

/** Calls of `span.end(…)` in a node, without functions inside it. */
export function endCalls(node: Node, variable: string, enter = entersSameScope): Node[] {
  return [node, ...descendants(node, enter)].filter(
    (call) =>
      call.type === 'call_expression' &&
      /^end$/.test(calleeName(call)) &&
      call.childForFieldName('function')?.childForFieldName('object')?.text === variable,
  );
}

/** The value of a declarator, without `!` and parentheses. */
export function valueOf(declarator: Node): Node | undefined {
  let value = declarator.childForFieldName('value');
  while (/^(?:non_null_expression|parenthesized_expression|as_expression)$/.test(value?.type ?? '')) {
    value = value!.firstNamedChild;
  }
  return value ?? undefined;
}

/** The call of `startActiveSpan` that a function is the callback of. */
export function activeSpanCall(node: Node): Node | undefined {
  const call = node.parent?.type === 'arguments' ? node.parent.parent : null;
  const isCallback =
    call?.type === 'call_expression' &&
    calleeName(call) === 'startActiveSpan' &&
    argumentsOf(call).at(-1)?.id === node.id;
  return isCallback ? call : undefined;
}

/** The names of a function's parameters, '' for one that is taken apart. */
export function parameters(node: Node): { name: string; type: string }[] {
  const single = node.childForFieldName('parameter');
  const all = single ? [single] : (node.childForFieldName('parameters')?.namedChildren ?? []);
  return all
    .filter((parameter) => parameter.type !== 'comment')
    .map((parameter) => {
      const name = parameter.childForFieldName('pattern') ?? parameter;
      return {
        name: name.type === 'identifier' ? name.text : '',
        type: parameter.childForFieldName('type')?.text.replace(/^:\s*/, '') ?? '',
      };
    });
}

function spanParameter(node: Node): string | undefined {
  const all = parameters(node);
  if (activeSpanCall(node)) return all[0]?.name || undefined;
  const isSpan = ({ name, type }: { name: string; type: string }): boolean =>
    name !== '' && (/^(?:\w+\.)?Span$/.test(type) || (!type && name === 'span'));
  return all.find(isSpan)?.name;
}

function isAsserted(declarator: Node): boolean {
  return declarator.childForFieldName('value')?.type !== 'call_expression';
}

function isEndedBetween(variable: string, from: Node, above: readonly Node[]): boolean {
  return above.some((at) => at.startIndex > from.endIndex && endCalls(at, variable).length > 0);
}
