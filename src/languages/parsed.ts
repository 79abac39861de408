import type { Tree } from 'web-tree-sitter';

/** A source file with its syntax tree. Parsing never fails: a broken file gives a tree with error nodes. */
export interface ParsedFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
}
