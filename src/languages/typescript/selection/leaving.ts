import type { Node } from 'web-tree-sitter';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { entersSameScope } from '../functions.ts';

/** What in a run of statements goes on outside of it, so that it would mean something else in a callback. */
export interface Leaving {
  readonly returns: readonly Node[];
  /** `break` and `continue` of a statement around the run. */
  readonly jumps: readonly Node[];
  readonly yields: boolean;
  readonly awaits: boolean;
}

export function leaving(nodes: readonly Node[]): Leaving {
  const own = nodes.flatMap(ownNodes);
  return {
    returns: own.filter((node) => node.type === 'return_statement'),
    jumps: own.filter((node) => /^(?:break|continue)_statement$/.test(node.type) && leaves(node, nodes)),
    yields: own.some((node) => node.type === 'yield_expression'),
    awaits: own.some(
      (node) =>
        node.type === 'await_expression' ||
        (node.type === 'for_in_statement' && node.children.some((child) => child.type === 'await')),
    ),
  };
}

/** The node and what is in it, without the insides of functions and classes. */
export function ownNodes(node: Node): Node[] {
  return entersSameScope(node) ? [node, ...descendants(node, entersSameScope)] : [];
}

/** Whether a value is the span or the context that is current, which differ inside a new span. */
export function asksForCurrent(value: Node): boolean {
  return /^(?:[\w.]+\.)?(?:getActiveSpan|context\.active)\(\)$/.test(value.text);
}

/** Whether nothing runs after the statement: it returns or throws on every path. */
export function neverFallsThrough(statement: Node | null | undefined): boolean {
  switch (statement?.type) {
    case 'return_statement':
    case 'throw_statement':
      return true;
    case 'statement_block':
      return neverFallsThrough(statement.namedChildren.findLast((child) => child.type !== 'comment'));
    case 'if_statement':
      return (
        neverFallsThrough(statement.childForFieldName('consequence')) &&
        neverFallsThrough(statement.childForFieldName('alternative')?.firstNamedChild)
      );
    case 'try_statement':
      return (
        neverFallsThrough(statement.childForFieldName('finalizer')?.childForFieldName('body')) ||
        (neverFallsThrough(statement.childForFieldName('body')) &&
          (statement.childForFieldName('handler') === null ||
            neverFallsThrough(statement.childForFieldName('handler')?.childForFieldName('body'))))
      );
    default:
      return false;
  }
}

function leaves(jump: Node, nodes: readonly Node[]): boolean {
  const label = jump.childForFieldName('label')?.text;
  for (const outer of selfAndAncestors(jump.parent)) {
    const isTarget =
      label === undefined
        ? isLoop(outer) || (jump.type === 'break_statement' && outer.type === 'switch_statement')
        : outer.type === 'labeled_statement' && outer.childForFieldName('label')?.text === label;
    if (isTarget) return outer.startIndex < nodes[0]!.startIndex || outer.endIndex > nodes.at(-1)!.endIndex;
  }
  return true;
}

export function isLoop(node: Node): boolean {
  return /^(?:for|for_in|while|do)_statement$/.test(node.type);
}
