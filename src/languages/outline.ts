import type { Node } from 'web-tree-sitter';
import type { FunctionSite } from './sites.ts';

/** A class, an object or a function that gives what stands in it a name. */
export interface Scope {
  readonly node: Node;
  /** Where the whole begins: decorators and `export const` included. */
  readonly head: Node;
  readonly name: string;
  /** What carries the name; the node itself for an anonymous function. */
  readonly nameNode: Node;
  readonly isFunction: boolean;
}

/** The functions of a file, and which of them holds a place. */
export interface Outline {
  readonly functions: readonly FunctionSite[];
  /** Index of the innermost function around an offset, decorators included; -1 at module level. */
  readonly around: (offset: number) => number;
  /** Index of the function that a node is, or -1. */
  readonly indexOf: (node: Node) => number;
  /** Index of the first function of that bare name, or -1. */
  readonly named: (name: string) => number;
}

/** Nests the scopes of a file; `scopes` come in any order, each node once. */
export function outline(scopes: readonly Scope[]): Outline {
  const sorted = [...scopes].sort(
    (a, b) => a.head.startIndex - b.head.startIndex || b.head.endIndex - a.head.endIndex,
  );
  const functions: FunctionSite[] = [];
  const ranges: { start: number; end: number; outer: number }[] = [];
  const byNode = new Map<number, number>();
  const byName = new Map<string, number>();
  const open: { end: number; qualifiedName: string; index: number }[] = [];
  for (const scope of sorted) {
    const { startIndex: start, endIndex: end } = scope.head;
    while (open.length > 0 && open.at(-1)!.end <= start) open.pop();
    const outer = open.at(-1);
    const qualifiedName = [outer?.qualifiedName, scope.name].filter(Boolean).join('.');
    let index = outer?.index ?? -1;
    if (scope.isFunction) {
      ranges.push({ start, end, outer: index });
      index = functions.length;
      byNode.set(scope.node.id, index);
      if (!byName.has(scope.name)) byName.set(scope.name, index);
      functions.push({
        name: scope.name,
        qualifiedName: scope.name && qualifiedName,
        line: scope.nameNode.startPosition.row + 1,
        column: scope.nameNode.startPosition.column + 1,
        headLine: scope.head.startPosition.row + 1,
        endLine: scope.node.endPosition.row + 1,
      });
    }
    open.push({ end, qualifiedName, index });
  }
  return {
    functions,
    around: (offset) => innermost(ranges, offset),
    indexOf: (node) => byNode.get(node.id) ?? -1,
    named: (name) => (name ? (byName.get(name) ?? -1) : -1),
  };
}

/** `ranges` are sorted by start and nest. */
function innermost(ranges: readonly { start: number; end: number; outer: number }[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  let index = low - 1;
  while (index >= 0 && ranges[index]!.end <= offset) index = ranges[index]!.outer;
  return index;
}
