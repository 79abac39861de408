import type { Node } from 'web-tree-sitter';
import type { TextRange } from './edit.ts';
import type { ParsedFile } from './parsed.ts';
import { nodeAt } from './syntax.ts';

/** The nodes that a selection holds whole. */
export interface WholeNodes {
  /** Statements that follow one another in a block, or one node of another kind; comments are not among them. */
  readonly nodes: readonly Node[];
  /** Whether they stand in a block. */
  readonly inBlock: boolean;
}

/**
 * What a selection holds, from its first character to its last, comments above and below and a comma or semicolon at its
 * end aside; undefined where it cuts a node. `isBlock` tells the nodes whose children are statements.
 */
export function wholeNodes(
  file: ParsedFile,
  selection: TextRange,
  isBlock: (node: Node) => boolean,
): WholeNodes | undefined {
  const range = withoutComments(file, selection);
  const separator = /\s*[,;]$/.exec(file.text.slice(range.start, range.end))?.[0].length ?? 0;
  return (
    nodesOf(file, range, isBlock) ??
    (separator > 0 ? nodesOf(file, { ...range, end: range.end - separator }, isBlock) : undefined)
  );
}

function nodesOf(
  file: ParsedFile,
  range: TextRange,
  isBlock: (node: Node) => boolean,
): WholeNodes | undefined {
  const found = range.start < range.end ? nodeAt(file.tree.rootNode, range) : null;
  if (!found) return undefined;
  let around = found;
  while (around.parent && isInside(around.parent, range)) around = around.parent;
  // A statement whose semicolon is not selected.
  const { parent } = around;
  if (parent?.type === 'expression_statement' && parent.startIndex === range.start) around = parent;

  const nodes = isBlock(around)
    ? around.namedChildren.filter(
        (node) => node.type !== 'comment' && node.endIndex > range.start && node.startIndex < range.end,
      )
    : [around];
  const last = nodes.at(-1);
  if (!last || nodes[0]!.startIndex !== range.start) return undefined;
  if (!/^\s*;?$/.test(file.text.slice(Math.min(range.end, last.endIndex), last.endIndex))) return undefined;
  return { nodes, inBlock: last.parent !== null && isBlock(last.parent) };
}

function isInside(node: Node, { start, end }: TextRange): boolean {
  return node.startIndex >= start && node.endIndex <= end;
}

function withoutComments({ text, tree }: ParsedFile, { start, end }: TextRange): TextRange {
  const commentAt = (offset: number): Node | undefined => {
    const node = tree.rootNode.descendantForIndex(offset, offset);
    return node?.type === 'comment' ? node : undefined;
  };
  for (let node = commentAt(start); node && node.endIndex <= end; node = commentAt(start)) {
    start = node.endIndex + /^\s*/.exec(text.slice(node.endIndex, end))![0].length;
    if (start === end) break;
  }
  for (let node = commentAt(end - 1); node && node.startIndex >= start; node = commentAt(end - 1)) {
    end = start + text.slice(start, node.startIndex).trimEnd().length;
    if (start === end) break;
  }
  return { start, end };
}
