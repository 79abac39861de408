import type { Node } from 'web-tree-sitter';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { decorators, entersSameScope, isGenerator } from './functions.ts';

/** A span that goes on at a place, as far as its function shows. */
export interface SpanHere {
  /** Its variable; without it, it is the current span. */
  readonly variable?: string;
  /** What makes it: a `with` item, an assignment, a parameter, or the decorated function. */
  readonly node: Node;
  /** It is the current span here. */
  readonly isCurrent: boolean;
  /** It is told of an exception that leaves it without being asked. */
  readonly tells: { readonly exception: boolean; readonly status: boolean };
}

const silent = { exception: false, status: false };

/**
 * The innermost span that goes on at `place`: of a `with` around it, of a variable that was given a span above it, of a
 * parameter that is one, or of the function's decorator.
 */
export function spanAt(place: Node): SpanHere | undefined {
  let inner = place;
  for (let outer = place.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'with_statement' && outer.childForFieldName('body')?.id === inner.id) {
      const found = withItems(outer).findLast(isSpanItem);
      if (found) return spanOfItem(found, outer);
    }
    if (outer.type === 'block' || outer.type === 'module') {
      const found = outer.namedChildren
        .filter((statement) => statement.endIndex <= inner.startIndex)
        .findLast((statement) => givesSpan(assignedValue(statement)));
      const variable = found && assigned(found)?.text;
      if (found && variable && !isEndedBetween(variable, found, inner)) {
        const isCurrent = calleeName(assignedValue(found)!) === 'get_current_span';
        return { variable, node: found, isCurrent, tells: silent };
      }
    }
    if (outer.type === 'function_definition') return parameterSpan(outer) ?? decoratorSpan(outer);
    if (/^(?:class_definition|lambda)$/.test(outer.type)) return undefined;
  }
  return undefined;
}

/** The items of a `with`, without parentheses around them. */
export function withItems(statement: Node): Node[] {
  const clause = statement.namedChildren.find((child) => child.type === 'with_clause');
  const items = clause?.namedChildren.filter((child) => child.type === 'with_item') ?? [];
  return items;
}

/** The call that a `with` item enters. */
export function entered(item: Node): Node | undefined {
  const value = item.childForFieldName('value');
  const call = value?.type === 'as_pattern' ? value.firstNamedChild : value;
  return call?.type === 'call' ? call : undefined;
}

/** The call that starts a span, where a statement assigns one to a plain variable. */
export function assignedValue(statement: Node): Node | undefined {
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const value = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
  return value?.type === 'call' ? value : undefined;
}

/** The variable that a statement assigns. */
export function assigned(statement: Node): Node | undefined {
  const left = statement.firstNamedChild?.childForFieldName('left');
  return left?.type === 'identifier' ? left : undefined;
}

/** Calls of `span.end(…)` in a node, without functions inside it. */
export function endCalls(node: Node, variable: string): Node[] {
  return [node, ...descendants(node, entersSameScope)].filter(
    (call) => call.type === 'call' && call.childForFieldName('function')?.text === `${variable}.end`,
  );
}

function isSpanItem(item: Node): boolean {
  const call = entered(item);
  return call !== undefined && /^(?:start_as_current_span|use_span|start_span)$/.test(calleeName(call));
}

function spanOfItem(item: Node, statement: Node): SpanHere {
  const call = entered(item)!;
  const { keyword, positional } = argumentsOf(call);
  const alias = item.childForFieldName('value')?.childForFieldName('alias')?.firstNamedChild;
  const used = calleeName(call) === 'use_span' ? positional[0] : undefined;
  const variable = alias?.type === 'identifier' ? alias.text : used?.type === 'identifier' ? used.text : '';
  const isOn = (name: string): boolean => keyword.get(name)?.text !== 'False';
  return {
    ...(variable && { variable }),
    node: variable ? statement : item,
    isCurrent: calleeName(call) !== 'start_span',
    tells: { exception: isOn('record_exception'), status: isOn('set_status_on_exception') },
  };
}

function givesSpan(call: Node | undefined): boolean {
  return call !== undefined && /^(?:start_span|get_current_span)$/.test(calleeName(call));
}

function isEndedBetween(variable: string, from: Node, to: Node): boolean {
  for (let at = from.nextNamedSibling; at && at.startIndex < to.startIndex; at = at.nextNamedSibling) {
    if (endCalls(at, variable).length > 0) return true;
  }
  return false;
}

function parameterSpan(definition: Node): SpanHere | undefined {
  for (const parameter of definition.childForFieldName('parameters')?.namedChildren ?? []) {
    const name = parameter.type === 'identifier' ? parameter : parameter.firstNamedChild;
    const type = parameter.childForFieldName('type')?.text ?? '';
    if (name?.type !== 'identifier') continue;
    if (/(?:^|\.)Span$/.test(type) || (!type && name.text === 'span')) {
      return { variable: name.text, node: parameter, isCurrent: false, tells: silent };
    }
  }
  return undefined;
}

/** `@tracer.start_as_current_span(…)` is a `with` around the function, except for generators. */
function decoratorSpan(definition: Node): SpanHere | undefined {
  const decorator = decorators(definition).find((text) => /\bstart_as_current_span\(/.test(text));
  if (!decorator || isGenerator(definition)) return undefined;
  const isOn = (name: string): boolean => !new RegExp(`\\b${name}=False\\b`).test(decorator);
  return {
    node: definition,
    isCurrent: true,
    tells: { exception: isOn('record_exception'), status: isOn('set_status_on_exception') },
  };
}

/** The function around a node, or the module. */
export function scopeOf(node: Node): Node {
  for (const outer of selfAndAncestors(node)) {
    if (/^(?:function_definition|lambda|class_definition|module)$/.test(outer.type)) return outer;
  }
  return node;
}
