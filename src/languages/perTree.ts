import type { Tree } from 'web-tree-sitter';
import type { ParsedFile } from './parsed.ts';

/** Computes something of a whole file once, however many actions ask for it: a tree never changes. */
export function perTree<Value>(compute: (file: ParsedFile) => Value): (file: ParsedFile) => Value {
  const known = new WeakMap<Tree, { readonly value: Value }>();
  return (file) => {
    const before = known.get(file.tree);
    if (before) return before.value;
    const value = compute(file);
    known.set(file.tree, { value });
    return value;
  };
}
