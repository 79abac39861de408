import type { Node } from 'web-tree-sitter';
import { perTree } from '../perTree.ts';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { entersSameScope } from './functions.ts';

/** Names that a module, or one function without those inside it, gives a meaning of its own. */
export function bindings(scope: Node): ReadonlySet<string> {
  return scope.parent ? bindingsIn(scope) : bindingsOfModule(scope);
}

/** A module is walked once, however many actions ask what it binds. */
const bindingsOfModule = perTree(bindingsIn);

function bindingsIn(scope: Node): Set<string> {
  const bound = new Set<string>();
  const elsewhere = new Set<string>();
  for (const node of descendants(scope, mayBind)) {
    if (node.type === 'global_statement' || node.type === 'nonlocal_statement') {
      for (const name of node.namedChildren) elsewhere.add(name.text);
    }
    for (const target of targets(node)) for (const name of names(target)) bound.add(name);
  }
  for (const name of elsewhere) bound.delete(name);
  return bound;
}

/** Calls, which most of a module is made of, bind nothing but by `:=`. */
function mayBind(node: Node): boolean {
  if (!entersSameScope(node)) return false;
  return !/^(?:call|decorator|string|comment)$/.test(node.type) || node.hasError || node.text.includes(':=');
}

/** What the function and the functions around it bind: there a module's name of that spelling is out of sight. */
export function bindingsAround(definition: Node): Set<string> {
  const bound = new Set<string>();
  for (const node of selfAndAncestors(definition)) {
    if (node.type === 'function_definition') for (const name of bindings(node)) bound.add(name);
  }
  return bound;
}

function targets(node: Node): (Node | null)[] {
  switch (node.type) {
    case 'parameters':
      return node.namedChildren;
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return [node.childForFieldName('left')];
    case 'named_expression':
    case 'function_definition':
    case 'class_definition':
      return [node.childForFieldName('name')];
    case 'import_statement':
    case 'import_from_statement':
      return node
        .childrenForFieldName('name')
        .map((name) => name.childForFieldName('alias') ?? name.firstChild);
    case 'as_pattern_target':
    case 'case_pattern':
    case 'delete_statement':
      return node.namedChildren;
    default:
      return [];
  }
}

/** The identifiers that a pattern binds: in `a, (b, *c), d.e` that is a, b and c. */
function names(target: Node | null): string[] {
  if (!target) return [];
  if (target.type === 'identifier') return [target.text];
  if (/^(?:attribute|subscript|type)$/.test(target.type)) return [];
  if (/^(?:typed_)?default_parameter$/.test(target.type)) return names(target.childForFieldName('name'));
  return target.namedChildren.flatMap(names);
}
