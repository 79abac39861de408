import type { Language, Node, Tree } from 'web-tree-sitter';

/** Types that anybody has asked for: the next tree is searched for all of them at once. */
const asked = new Map<Language, Set<string>>();
const found = new WeakMap<Tree, Map<string, Node[]>>();

/**
 * All nodes of these types in a tree, in document order. A walk over a large tree costs as much as many actions may
 * take together: there is one for all who ask.
 */
export function nodesOf(tree: Tree, ...types: readonly string[]): readonly Node[] {
  let known = found.get(tree);
  if (!known) found.set(tree, (known = new Map<string, Node[]>()));
  if (types.some((type) => !known.has(type))) search(tree, types, known);
  const [only] = types;
  if (types.length === 1) return known.get(only!)!;
  // Of two nodes that start at one place, the longer one is the outer.
  return types
    .flatMap((type) => known.get(type)!)
    .sort((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex);
}

function search(tree: Tree, types: readonly string[], known: Map<string, Node[]>): void {
  const all = asked.get(tree.language) ?? new Set();
  asked.set(tree.language, all);
  for (const type of types) all.add(type);
  const missing = [...all].filter((type) => !known.has(type));
  for (const type of missing) known.set(type, []);
  for (const node of tree.rootNode.descendantsOfType(missing)) known.get(node.type)!.push(node);
}
