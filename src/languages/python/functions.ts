import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { FunctionTarget } from '../idioms/span.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';

/** The innermost function or lambda around the selection; a place on a decorator means what it decorates. */
export function functionAt(file: ParsedFile, selection: TextRange): FunctionTarget | undefined {
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const node = definitionOf(around);
    if (!node) continue;
    return { name: qualifiedName(node), range: rangeOf(withDecorators(node)), node };
  }
  return undefined;
}

/** The decorators' expressions, without the `@`. */
export function decorators(definition: Node): string[] {
  return withDecorators(definition)
    .namedChildren.filter((child) => child.type === 'decorator')
    .map((decorator) => decorator.text.slice(1).trim());
}

export function isGenerator(definition: Node): boolean {
  const body = definition.childForFieldName('body');
  if (!body) return false;
  for (const node of descendants(body, entersSameScope))
    if (node.type === 'yield' && node.isNamed) return true;
  return false;
}

/** Walks a function's own code: what is nested in it has its own returns, yields and names. */
export function entersSameScope(node: Node): boolean {
  return !/^(?:function_definition|class_definition|lambda)$/.test(node.type);
}

function definitionOf(node: Node): Node | undefined {
  if (node.type === 'function_definition' || (node.type === 'lambda' && node.isNamed)) return node;
  const decorated = node.type === 'decorated_definition' ? node.childForFieldName('definition') : null;
  return decorated?.type === 'function_definition' ? decorated : undefined;
}

function withDecorators(definition: Node): Node {
  return definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
}

function qualifiedName(definition: Node): string {
  const names: string[] = [];
  for (const node of selfAndAncestors(definition)) {
    const name = /^(?:function|class)_definition$/.test(node.type) && node.childForFieldName('name')?.text;
    if (name) names.unshift(name);
  }
  return names.join('.');
}
