import type { Node } from 'web-tree-sitter';

/** A call's arguments as Python counts them. */
export interface Arguments {
  readonly positional: readonly Node[];
  readonly keyword: ReadonlyMap<string, Node>;
}

export function argumentsOf(call: Node): Arguments {
  const positional: Node[] = [];
  const keyword = new Map<string, Node>();
  for (const child of call.childForFieldName('arguments')?.namedChildren ?? []) {
    const name = child.childForFieldName('name');
    const value = child.childForFieldName('value');
    if (child.type === 'keyword_argument' && name && value) keyword.set(name.text, value);
    else if (child.type !== 'comment') positional.push(child);
  }
  return { positional, keyword };
}

/** The value of a parameter that may be given by place or by name. */
export function argument(args: Arguments, index: number, name: string): Node | undefined {
  return args.keyword.get(name) ?? args.positional[index];
}

/** Name of a called function without what it belongs to: `flask.Flask(…)` gives `Flask`. */
export function calleeName(call: Node): string {
  const callee = call.childForFieldName('function');
  return (callee?.childForFieldName('attribute') ?? callee)?.text ?? '';
}
