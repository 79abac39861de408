import type { Node } from 'web-tree-sitter';

/** What is called. With type arguments the grammar has `(await f)<T>(x)` for `await f<T>(x)`. */
export function calleeOf(call: Node): Node | undefined {
  const callee = call.childForFieldName('function');
  return (callee?.type === 'await_expression' ? callee.firstNamedChild : callee) ?? undefined;
}

/** The expression that awaits a call. */
export function awaitOf(call: Node): Node | undefined {
  if (call.childForFieldName('function')?.type === 'await_expression') return call;
  return call.parent?.type === 'await_expression' ? call.parent : undefined;
}

/** The call of a method of what a call gives: of `got(url)`, `got(url).json()`. */
export function methodCall(call: Node): Node | undefined {
  const member = call.parent;
  if (member?.type !== 'member_expression' || member.childForFieldName('object')?.id !== call.id)
    return undefined;
  const above = member.parent?.type === 'await_expression' ? member.parent : member;
  const outer = above.parent;
  return outer?.type === 'call_expression' && outer.childForFieldName('function')?.id === above.id
    ? outer
    : undefined;
}
