import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from './parsed.ts';
import { nodeAt } from './syntax.ts';

/**
 * The nodes that hold the matches of a pattern, in the order of the text. What a keyword begins is found by the keyword:
 * a search of the text takes a small part of what a walk over the tree does.
 */
export function* wordsIn({ text, tree }: ParsedFile, word: RegExp): Generator<Node> {
  const root = tree.rootNode;
  for (const { 0: match, index } of text.matchAll(word)) {
    const node = nodeAt(root, { start: index, end: index + match.length });
    if (node) yield node;
  }
}
