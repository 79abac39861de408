import type { Node } from 'web-tree-sitter';
import type { TextRange } from './edit.ts';
import { descendants, nodeAt, selfAndAncestors } from './syntax.ts';

/** Names of a grammar's nodes. */
export interface CallGrammar {
  readonly call: RegExp;
  readonly statement: RegExp;
  /** What a statement holds that is not about it: the statements below its header. */
  readonly block: RegExp;
}

/**
 * The calls that a selection may mean: those around it, the innermost first; then the others of its statement, so that
 * a place at the start of a line is about the calls of that line.
 */
export function* callsAt(root: Node, selection: TextRange, grammar: CallGrammar): Generator<Node> {
  for (const around of selfAndAncestors(nodeAt(root, selection))) {
    if (grammar.call.test(around.type)) yield around;
    // The brace that opens a block ends the line of what it belongs to.
    const isOpening = around.firstChild?.type === '{' && selection.end <= around.startIndex + 1;
    if (grammar.block.test(around.type) && !isOpening) return;
    if (!grammar.statement.test(around.type)) continue;
    const inside = descendants(around, (node) => !grammar.block.test(node.type));
    for (const node of inside) if (grammar.call.test(node.type)) yield node;
    return;
  }
}
