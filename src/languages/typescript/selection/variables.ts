import type { Node } from 'web-tree-sitter';
import type { Refusal } from '../../idioms/attempt.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { isFunction } from '../functions.ts';
import { ownNodes } from './leaving.ts';

/** A variable that statements declare and that the code outside of them uses. */
export interface Variable {
  readonly name: string;
  readonly declarator: Node;
  /** Whether it is given another value outside. */
  readonly changes: boolean;
}

const names = ['identifier', 'shorthand_property_identifier'];

/** The variables of a run of statements that are used outside of it; or what cannot be handed out. */
export function usedOutside(nodes: readonly Node[]): readonly Variable[] | Refusal {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const isInside = (node: Node): boolean =>
    node.startIndex >= first.startIndex && node.endIndex <= last.endIndex;
  const block = first.parent!;
  const scope = block.type.startsWith('switch_') ? block.parent! : block;
  const found: Variable[] = [];
  for (const declaration of nodes.flatMap((node) => [node, ...ownNodes(node).slice(1)])) {
    const isTop = declaration.parent?.id === block.id;
    if (
      declaration.type === 'variable_declaration' ||
      (isTop && declaration.type === 'lexical_declaration')
    ) {
      const isVar = declaration.type === 'variable_declaration';
      const around = isVar ? functionOrProgram(block) : scope;
      for (const declarator of declaration.namedChildren) {
        for (const name of boundNames(declarator.childForFieldName('name'))) {
          const uses = usesOf(around, name, declarator).filter((use) => !isInside(use));
          if (uses.length === 0) continue;
          const isHoisted = uses.some((use) => !isIn(use, scope) || use.startIndex < first.startIndex);
          if (isVar && (!isTop || isHoisted)) {
            return {
              refusal: `\`var ${name}\` is also used outside of its block: leave its declaration out of the selection.`,
            };
          }
          const changes = uses.some(isAssigned);
          const captured = usesOf(scope, name, declarator).filter(
            (use) => isInside(use) && inFunctionBelow(use, scope),
          );
          if (captured.some((use) => changes || isAssigned(use))) {
            return {
              refusal: `A function in the selection shares \`${name}\`, which changes, with the code outside: leave its declaration out of the selection.`,
            };
          }
          // Its value comes last, so that nothing could use it earlier.
          const isLast = declaration.id === last.id;
          if (!isLast && uses.some((use) => mayRunInside(use, scope, first))) {
            return {
              refusal: `A function outside of the selection uses \`${name}\` and may run in it: leave its declaration out of the selection.`,
            };
          }
          found.push({ name, declarator, changes });
        }
      }
    } else if (isTop && /_declaration$/.test(declaration.type)) {
      const name = declaration.childForFieldName('name')?.text ?? '';
      const types = [...names, 'type_identifier'];
      if (scope.descendantsOfType(types).some((use) => use.text === name && !isInside(use))) {
        return {
          refusal: `\`${name}\` is declared in the selection and used outside of it: leave its declaration out.`,
        };
      }
    }
  }
  return found;
}

/** The names that a pattern binds: in `{ a, b: [c = 1] }` that is a and c. */
export function boundNames(pattern: Node | null): string[] {
  switch (pattern?.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [pattern.text];
    case 'pair_pattern':
      return boundNames(pattern.childForFieldName('value'));
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return boundNames(pattern.childForFieldName('left'));
    case 'rest_pattern':
    case 'object_pattern':
    case 'array_pattern':
      return pattern.namedChildren.flatMap(boundNames);
    default:
      return [];
  }
}

/**
 * Where a name of `scope` is used in it, without places where another variable of that name is meant. A block around
 * the `declaration` does not hide it.
 */
export function usesOf(scope: Node, name: string, declaration?: Node): Node[] {
  const isAroundIt = (node: Node): boolean => declaration !== undefined && isIn(declaration, node);
  return scope.descendantsOfType(names).filter((use) => {
    if (use.text !== name) return false;
    for (const outer of selfAndAncestors(use.parent)) {
      if (outer.id === scope.id) return true;
      if (declares(outer, name) && !isAroundIt(outer)) return false;
    }
    return true;
  });
}

/** Whether a use gives the variable another value. */
export function isAssigned(use: Node): boolean {
  const { parent } = use;
  if (parent?.type === 'update_expression') return true;
  if (/^(?:augmented_)?assignment_expression$/.test(parent?.type ?? ''))
    return parent?.childForFieldName('left')?.id === use.id;
  if (parent?.type === 'for_in_statement') return parent.childForFieldName('left')?.id === use.id;
  for (const outer of selfAndAncestors(parent)) {
    if (!/^(?:object|array|pair|rest)_pattern$/.test(outer.type)) return false;
    if (outer.parent?.type === 'assignment_expression') return true;
  }
  return false;
}

/** Whether a function, a block, a loop or a `catch` has a variable of that name of its own. */
export function declares(scope: Node, name: string): boolean {
  if (isFunction(scope)) {
    return parameterNames(scope).includes(name);
  }
  if (scope.type === 'catch_clause') return boundNames(scope.childForFieldName('parameter')).includes(name);
  if (scope.type === 'for_in_statement' && scope.childForFieldName('kind')) {
    return boundNames(scope.childForFieldName('left')).includes(name);
  }
  if (!/^(?:statement_block|for_statement|switch_case|switch_default)$/.test(scope.type)) return false;
  return scope.namedChildren.some((child) =>
    /^(?:lexical|variable)_declaration$/.test(child.type)
      ? child.namedChildren.some((one) => boundNames(one.childForFieldName('name')).includes(name))
      : /_declaration$/.test(child.type) && child.childForFieldName('name')?.text === name,
  );
}

/** The names that the parameters of a function bind. */
export function parameterNames(node: Node): string[] {
  const single = node.childForFieldName('parameter');
  if (single) return boundNames(single);
  return (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((parameter) =>
    boundNames(parameter.childForFieldName('pattern') ?? parameter),
  );
}

export function functionOrProgram(node: Node): Node {
  const outer = [...selfAndAncestors(node)];
  return outer.find(isFunction) ?? outer.at(-1)!;
}

/** Whether a function stands between the use and the scope. */
export function inFunctionBelow(use: Node, scope: Node): boolean {
  for (const outer of selfAndAncestors(use.parent)) {
    if (outer.id === scope.id) return false;
    if (isFunction(outer)) return true;
  }
  return false;
}

/** Whether a use stands in a function that is there before the selection has run: above it, or declared below it. */
function mayRunInside(use: Node, scope: Node, first: Node): boolean {
  if (!inFunctionBelow(use, scope)) return false;
  if (use.startIndex < first.startIndex) return true;
  for (const outer of selfAndAncestors(use)) {
    if (outer.id === scope.id) return false;
    if (/^(?:generator_)?function_declaration$/.test(outer.type)) return true;
  }
  return false;
}

function isIn(node: Node, scope: Node): boolean {
  return node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex;
}

/** All identifiers in some code, those in functions below it included. */
export function identifiersIn(nodes: readonly Node[]): Set<string> {
  const all = nodes.flatMap((node) => [node, ...descendants(node)]);
  return new Set(all.filter((node) => names.includes(node.type)).map((node) => node.text));
}
