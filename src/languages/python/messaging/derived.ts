import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { importsAny, isClient } from './clients.ts';
import { sources, type Source } from './consumers.ts';

/** What an expression has to do with a source of messages. */
export interface Derived {
  readonly source: Source;
  /** The call that gave it. */
  readonly call: Node | undefined;
  /** Loops that have been gone through on the way. */
  readonly level: number;
  /** Variables of the last of these. */
  readonly variables: readonly string[];
  /** It is what the source gave as it is, not yet a part of it. */
  readonly isRaw: boolean;
}

/** Projections that keep what is looped over: `records.items()`, `response.get("Messages", [])`. */
const projections = /^(?:items|values|get)$/;

/** Follows an expression back to the source of messages that it comes from. */
export function derivedFrom(
  file: ParsedFile,
  expression: Node | null,
  seen = new Set<number>(),
): Derived | undefined {
  if (!expression || seen.has(expression.id)) return undefined;
  seen.add(expression.id);
  const projected = (inner: Node | null): Derived | undefined => {
    const found = derivedFrom(file, inner, seen);
    return found && { ...found, isRaw: false };
  };
  const found = sourceOf(file, expression);
  if (found) return found;
  switch (expression.type) {
    case 'await':
    case 'parenthesized_expression':
      return derivedFrom(file, expression.firstNamedChild, seen);
    case 'boolean_operator':
      return derivedFrom(file, expression.childForFieldName('left'), seen);
    case 'subscript': {
      const part = projected(expression.childForFieldName('value'));
      // The first of what a loop would go through.
      const isItem = expression.childForFieldName('subscript')?.type === 'integer';
      return part && isItem ? { ...part, level: part.level + 1 } : part;
    }
    case 'call': {
      const callee = expression.childForFieldName('function')!;
      if (/^(?:list|tuple|iter|(?:itertools\.)?islice)$/.test(callee.text)) {
        return projected(expression.childForFieldName('arguments')?.firstNamedChild ?? null);
      }
      return projections.test(callee.childForFieldName('attribute')?.text ?? '')
        ? projected(callee.childForFieldName('object'))
        : undefined;
    }
    case 'identifier':
      return variable(file, expression, seen);
    default:
      return undefined;
  }
}

function sourceOf(file: ParsedFile, expression: Node): Derived | undefined {
  const callee = expression.type === 'call' ? expression.childForFieldName('function') : expression;
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  const member = object ? callee!.childForFieldName('attribute')!.text : '';
  const source = sources.find(
    ({ members, isIterated, modules, telling, client }) =>
      (isIterated
        ? /^(?:identifier|attribute)$/.test(expression.type) && isClient(file, expression, client)
        : object && members.test(member) && isClient(file, object, client)) &&
      (importsAny(file, modules) || telling?.test(expression.text)),
  );
  const call = expression.type === 'call' ? expression : undefined;
  return source && { source, call, level: 0, variables: [], isRaw: true };
}

/** By the loop or `with` around that binds the name, else by the last assignment above in the same function. */
function variable(file: ParsedFile, name: Node, seen: Set<number>): Derived | undefined {
  let assigned: Node | undefined;
  for (const around of selfAndAncestors(name)) {
    const loop = around.type === 'for_statement' ? loopOver(around) : undefined;
    const left = loop?.left;
    if (left && left.endIndex <= name.startIndex && variablesOf(left).includes(name.text)) {
      const found = derivedFrom(file, loop.right, seen);
      return found && { ...found, level: found.level + 1, variables: variablesOf(left), isRaw: false };
    }
    if (!/^(?:function_definition|module)$/.test(around.type)) continue;
    for (const node of around.descendantsOfType(['assignment', 'as_pattern'])) {
      if (node.startIndex >= name.startIndex) break;
      const target = node.childForFieldName(node.type === 'assignment' ? 'left' : 'alias');
      const isBound = target && variablesOf(target).includes(name.text);
      if (isBound && node.endIndex <= name.startIndex) assigned = node;
    }
    if (assigned) break;
  }
  if (!assigned) return undefined;
  const left = assigned.childForFieldName('left');
  const found = derivedFrom(file, assigned.childForFieldName('right') ?? assigned.firstNamedChild, seen);
  return found && left && left.type !== 'identifier' ? { ...found, variables: variablesOf(left) } : found;
}

/** What a loop goes through, and what it calls each: without the numbers of `for i, message in enumerate(consumer)`. */
export function loopOver(loop: Node): { readonly left: Node; readonly right: Node } {
  const left = loop.childForFieldName('left')!;
  const right = loop.childForFieldName('right')!;
  const inner = right.childForFieldName('arguments')?.namedChildren[0];
  const isCounted = right.childForFieldName('function')?.text === 'enumerate' && left.type === 'pattern_list';
  return isCounted && inner ? { left: left.namedChildren[1]!, right: inner } : { left, right };
}

/** The names that a target binds, in their order: those of `tp, messages`. */
export function variablesOf(target: Node): string[] {
  return /^(?:pattern_list|tuple_pattern)$/.test(target.type)
    ? target.namedChildren.map((child) => child.text)
    : [target.text];
}
