import type { Node, Tree } from 'web-tree-sitter';
import { perTree } from './perTree.ts';

/** The statements of a module and the comments between them: asked for once, however many actions look through them. */
export const topLevel = perTree(
  ({ tree }: { readonly tree: Tree }): readonly Node[] => tree.rootNode.namedChildren,
);
