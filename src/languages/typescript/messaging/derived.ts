import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { calleeName, receiverOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { importsAny, isClient } from './clients.ts';
import { sources, type Source } from './consumers.ts';

/** What an expression has to do with a source of messages. */
export interface Derived {
  readonly source: Source;
  readonly call: Node;
  /** Loops that have been gone through on the way. */
  readonly level: number;
  /** Variables of the last of these. */
  readonly variables: readonly string[];
}

/** Follows an expression back to the call that receives messages. */
export function derivedFrom(
  file: ParsedFile,
  expression: Node | null,
  seen = new Set<number>(),
): Derived | undefined {
  if (!expression || seen.has(expression.id)) return undefined;
  seen.add(expression.id);
  switch (expression.type) {
    case 'await_expression':
    case 'parenthesized_expression':
    case 'as_expression':
    case 'non_null_expression':
      return derivedFrom(file, expression.firstNamedChild, seen);
    case 'binary_expression':
      return derivedFrom(file, expression.childForFieldName('left'), seen);
    case 'member_expression':
      return derivedFrom(file, expression.childForFieldName('object'), seen);
    case 'call_expression':
      return received(file, expression);
    case 'identifier':
      return variable(file, expression, seen);
    default:
      return undefined;
  }
}

function received(file: ParsedFile, call: Node): Derived | undefined {
  const client = receiverOf(call);
  const source =
    client &&
    sources.find(
      (one) =>
        one.members.test(calleeName(call)) &&
        importsAny(file, one.modules) &&
        isClient(file, client, one.client) &&
        (one.fits?.(file, call) ?? true),
    );
  return source && { source, call, level: 0, variables: [] };
}

/** By the loop around that binds the name, else by its declaration above in the same function or one around it. */
function variable(file: ParsedFile, name: Node, seen: Set<number>): Derived | undefined {
  for (const around of selfAndAncestors(name)) {
    const left = around.type === 'for_in_statement' ? around.childForFieldName('left') : null;
    if (left && left.endIndex <= name.startIndex && variablesOf(left).includes(name.text)) {
      const found = derivedFrom(file, around.childForFieldName('right'), seen);
      return found && { ...found, level: found.level + 1, variables: variablesOf(left) };
    }
    if (!isFunction(around) && around.type !== 'program') continue;
    const declared = around
      .descendantsOfType('variable_declarator')
      .findLast(
        (one) =>
          one.endIndex <= name.startIndex && variablesOf(one.childForFieldName('name')!).includes(name.text),
      );
    if (declared) return derivedFrom(file, declared.childForFieldName('value'), seen);
  }
  return undefined;
}

/** The names that a pattern binds, in their order; '' for a hole, as the first of `[, fields]`. */
export function variablesOf(pattern: Node): string[] {
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [pattern.text];
    case 'array_pattern': {
      const names = [''];
      for (const child of pattern.children.slice(1, -1)) {
        if (child.type === ',') names.push('');
        else names.splice(-1, 1, ...variablesOf(child));
      }
      return names;
    }
    case 'object_pattern':
      return pattern.namedChildren.flatMap(variablesOf);
    case 'pair_pattern':
      return variablesOf(pattern.childForFieldName('value')!);
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return variablesOf(pattern.childForFieldName('left')!);
    default:
      return [];
  }
}

/** The variable or the pattern that a pattern binds a property to. */
export function boundIn(pattern: Node, name: string): Node | undefined {
  for (const child of pattern.namedChildren) {
    if (child.type === 'shorthand_property_identifier_pattern' && child.text === name) return child;
    if (child.type === 'pair_pattern' && child.childForFieldName('key')?.text === name) {
      return child.childForFieldName('value')!;
    }
  }
  return undefined;
}
