import type { Tree } from 'web-tree-sitter';

/** Computes something of a whole file, or of any node of it, once: a tree never changes. */
export function perTree<From extends { readonly tree: Tree }, Value>(
  compute: (from: From) => Value,
): (from: From) => Value {
  const known = new WeakMap<Tree, { readonly value: Value }>();
  return (from) => {
    const before = known.get(from.tree);
    if (before) return before.value;
    const value = compute(from);
    known.set(from.tree, { value });
    return value;
  };
}
