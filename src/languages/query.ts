import { Query, type Language, type Node, type Tree } from 'web-tree-sitter';
import { perTree } from './perTree.ts';

/** What one match of a query caught, by capture name; the last node where a name catches several. */
export type Captures = ReadonlyMap<string, Node>;

/** A query in tree-sitter's language. It is compiled once for each grammar that it meets, and run once for a tree. */
export function query(source: string): (tree: Tree) => readonly Captures[] {
  const compiled = new Map<Language, Query>();
  const matches = perTree(({ tree }: { readonly tree: Tree }): readonly Captures[] => {
    let one = compiled.get(tree.language);
    if (!one) {
      one = new Query(tree.language, source);
      compiled.set(tree.language, one);
    }
    return one
      .matches(tree.rootNode)
      .map((match) => new Map(match.captures.map((capture) => [capture.name, capture.node])));
  });
  return (tree) => matches({ tree });
}
