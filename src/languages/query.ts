import { Query, type Language, type Node, type Tree } from 'web-tree-sitter';

/** What one match of a query caught, by capture name; the last node where a name catches several. */
export type Captures = ReadonlyMap<string, Node>;

/** A query in tree-sitter's language. It is compiled once for each grammar that it meets. */
export function query(source: string): (tree: Tree) => Captures[] {
  const compiled = new Map<Language, Query>();
  return (tree) => {
    let found = compiled.get(tree.language);
    if (!found) {
      found = new Query(tree.language, source);
      compiled.set(tree.language, found);
    }
    return found
      .matches(tree.rootNode)
      .map((match) => new Map(match.captures.map((capture) => [capture.name, capture.node])));
  };
}
