import { Query, type Language, type Node, type Tree } from 'web-tree-sitter';

/** What one match of a query caught, by capture name; the last node where a name catches several. */
export type Captures = ReadonlyMap<string, Node>;

/** A query in tree-sitter's language. It is compiled once for each grammar that it meets, and run once for a tree. */
export function query(source: string): (tree: Tree) => readonly Captures[] {
  const compiled = new Map<Language, Query>();
  const found = new WeakMap<Tree, readonly Captures[]>();
  return (tree) => {
    const known = found.get(tree);
    if (known) return known;
    let one = compiled.get(tree.language);
    if (!one) {
      one = new Query(tree.language, source);
      compiled.set(tree.language, one);
    }
    const matches = one
      .matches(tree.rootNode)
      .map((match) => new Map(match.captures.map((capture) => [capture.name, capture.node])));
    found.set(tree, matches);
    return matches;
  };
}
