import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../../syntax.ts';
import { isFunction } from '../functions.ts';

/** Variable of the innermost span that the function around a place started for it; '' where there is none in sight. */
export function spanVariableAt(place: Node): string {
  for (const node of selfAndAncestors(place)) {
    for (let before = node.previousNamedSibling; before; before = before.previousNamedSibling) {
      const started = startedSpan(before);
      if (started && node.type === 'try_statement' && node.text.includes(`${started}.end()`)) return started;
    }
    if (!isFunction(node)) continue;
    const call = node.parent?.type === 'arguments' ? node.parent.parent : null;
    return call && isActiveSpan(call) ? parameterOf(node) : '';
  }
  return '';
}

/** The callback of the `startActiveSpan` that a statement or value is. */
export function activeSpanCallback(node: Node): Node | undefined {
  let at: Node | null = node;
  while (
    at &&
    /^(?:expression_statement|return_statement|await_expression|parenthesized_expression)$/.test(at.type)
  ) {
    at = at.firstNamedChild;
  }
  const callback = at && isActiveSpan(at) ? at.childForFieldName('arguments')?.lastNamedChild : null;
  return callback && isFunction(callback) && callback.childForFieldName('body')?.type === 'statement_block'
    ? callback
    : undefined;
}

/** Whether the function around a place is for a timer or an event of a stream, which come when they come. */
export function isKeptForLater(place: Node): boolean {
  for (const node of selfAndAncestors(place)) {
    if (!isFunction(node)) continue;
    const call = node.parent?.type === 'arguments' ? node.parent.parent : null;
    return (
      call?.type === 'call_expression' && keeping.test(call.text.slice(0, node.startIndex - call.startIndex))
    );
  }
  return false;
}

/** Up to the function; events of a server or a socket are no part of it, since a span may begin with each. */
const keeping =
  /^(?:\w+\.)?set(?:Timeout|Interval|Immediate)\(\s*$|\.(?:on|once|addListener|prependListener)\(\s*(['"])(?:data|end|close|finish|readable|drain|exit|error|timeout)\1,\s*(?:async\s*)?$/;

/** The first parameter of a callback, or ''. */
export function parameterOf(callback: Node): string {
  const first =
    callback.childForFieldName('parameter') ??
    callback.childForFieldName('parameters')?.firstNamedChild ??
    null;
  const name = first?.childForFieldName('pattern') ?? first;
  return name?.type === 'identifier' ? name.text : '';
}

/** The variable of a span that a declaration starts or takes as the current one, without `?`; else ''. */
export function startedSpan(statement: Node): string {
  if (statement.type !== 'lexical_declaration') return '';
  return (
    /^(?:const|let)\s+([\p{L}_$][\p{L}\d_$]*)\s*(?::[^=]*)?=\s*[^;=]*\.startSpan\(/u.exec(
      statement.text,
    )?.[1] ?? ''
  );
}

function isActiveSpan(call: Node): boolean {
  return (
    call.type === 'call_expression' &&
    call.childForFieldName('function')?.childForFieldName('property')?.text === 'startActiveSpan'
  );
}
