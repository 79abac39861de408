import type { Node } from 'web-tree-sitter';
import type { TextRange } from './edit.ts';

/** All nodes below `root` in document order; `enter` says which subtrees are walked. Iterative: trees can be deep. */
export function* descendants(root: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  const open = root.children.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if (enter(node)) for (const child of node.children.toReversed()) open.push(child);
  }
}

/** The node and what stands around it, from the inside out. */
export function* selfAndAncestors(node: Node | null): Generator<Node> {
  for (let at = node; at; at = at.parent) yield at;
}

/** The smallest node that holds the selection. */
export function nodeAt(root: Node, selection: TextRange): Node | null {
  return root.descendantForIndex(selection.start, Math.max(selection.start, selection.end - 1));
}

export function rangeOf(node: Node): TextRange {
  return { start: node.startIndex, end: node.endIndex };
}

/** Whether `inner` is the node or stands in it. */
export function holds(node: Node, inner: Node): boolean {
  return node.startIndex <= inner.startIndex && inner.endIndex <= node.endIndex;
}

/** Whether the parser had to guess in the node or directly beside it, so that its borders cannot be trusted. */
export function isBroken(node: Node): boolean {
  if (node.hasError || node.previousSibling?.isError || node.nextSibling?.isError) return true;
  for (const outer of selfAndAncestors(node.parent)) if (outer.isError) return true;
  return false;
}

/** `wanted`, or the first variation of it that `taken` does not hold. */
export function freeName(taken: ReadonlySet<string>, ...wanted: string[]): string {
  const free = wanted.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const last = wanted.at(-1)!;
  for (let n = 2; ; n++) if (!taken.has(`${last}${n}`)) return `${last}${n}`;
}
