import type { Node } from 'web-tree-sitter';

const functionTypes = new Set(['arrow_function', 'function_expression', 'generator_function']);

export function isFunction(node: Node): boolean {
  return functionTypes.has(node.type);
}

export function argumentsOf(call: Node): Node[] {
  return call.childForFieldName('arguments')?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
}

/** Last name of what is called: `tracer.startSpan(…)` gives `startSpan`, `express()` gives `express`. */
export function calleeName(call: Node): string {
  const callee = call.childForFieldName('function') ?? call.childForFieldName('constructor');
  return (callee?.childForFieldName('property') ?? callee)?.text ?? '';
}

/** What a method is called on. */
export function receiverOf(call: Node): Node | undefined {
  return call.childForFieldName('function')?.childForFieldName('object') ?? undefined;
}

/** `router` under `router.get(…).post(…)`; undefined where the chain begins with another call. */
export function chainRoot(call: Node): string | undefined {
  let node = receiverOf(call);
  while (node?.type === 'call_expression') node = receiverOf(node);
  return node?.type === 'identifier' || node?.type === 'member_expression' ? node.text : undefined;
}

/** The value of a property of an object literal. */
export function property(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'object') return undefined;
  const pair = object.namedChildren.find((child) => child.childForFieldName('key')?.text === name);
  return pair?.childForFieldName('value') ?? undefined;
}
