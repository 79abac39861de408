import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../../syntax.ts';
import { isFunction } from '../functions.ts';
import { ownNodes } from './leaving.ts';
import { boundNames, functionOrProgram, isAssigned, usesOf } from './variables.ts';

/**
 * What TypeScript knows of it here and would not know in a callback: a variable that is assigned, a property that has
 * been checked; '' when there is nothing. JavaScript has no such trouble.
 */
export function lostInCallback(nodes: readonly Node[]): string {
  const around = functionOrProgram(nodes[0]!.parent!);
  const start = nodes[0]!.startIndex;
  const checked = checkedBefore(around, start);
  const own = nodes.flatMap(ownNodes);
  const path = own.find((node) => node.type === 'member_expression' && checked.has(node.text));
  if (path) return path.text;
  const field = own.find(
    (node) =>
      node.type === 'assignment_expression' && /^this\.\w+$/.test(node.childForFieldName('left')!.text),
  );
  if (field && around.childForFieldName('name')?.text === 'constructor') {
    return field.childForFieldName('left')!.text;
  }
  const names = new Set(
    own
      .filter((node) => node.type === 'identifier' || node.type === 'shorthand_property_identifier')
      .map((node) => node.text),
  );
  return [...names].find((name) => isLostVariable(name, nodes, around, checked)) ?? '';
}

function isLostVariable(
  name: string,
  nodes: readonly Node[],
  around: Node,
  checked: ReadonlySet<string>,
): boolean {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const isInside = (node: Node): boolean =>
    node.startIndex >= first.startIndex && node.endIndex <= last.endIndex;
  const declarator = ownNodesOf(around).find(
    (node) =>
      node.type === 'variable_declarator' && boundNames(node.childForFieldName('name')).includes(name),
  );
  if (declarator && isInside(declarator)) return false;
  const isLocal = declarator !== undefined || parametersOf(around).includes(name);
  if (!isLocal) return false;
  const uses = usesOf(around, name, declarator);
  const value = declarator?.childForFieldName('value');
  const isOpen = declarator !== undefined && (!value || /^(?:null|undefined|\[\])$/.test(value.text));
  const type = declarator?.childForFieldName('type')?.text;
  // Its type is put together from what is assigned, which works within one function only.
  if (isOpen && type === undefined)
    return declarator.parent?.firstChild?.type !== 'const' || value?.text === '[]';
  if (!uses.some(isAssigned)) return false;
  const assignsHere = uses.some((use) => isInside(use) && isAssigned(use));
  const usedAfter = uses.some((use) => use.startIndex > last.endIndex);
  if (assignsHere && usedAfter) return isOpen || /[|?]/.test(type ?? '');
  return checked.has(name) || isOpen || /[|?]/.test(type ?? '');
}

/** Variables and paths that conditions, assertions and assignments before a place have told something about. */
function checkedBefore(around: Node, start: number): ReadonlySet<string> {
  const found = new Set<string>();
  const types = ['identifier', 'member_expression'];
  for (const node of ownNodesOf(around)) {
    if (node.startIndex >= start) continue;
    for (const place of placesOfKnowledge(node)) {
      if (place.startIndex >= start) continue;
      for (const inside of [place, ...place.descendantsOfType(types)]) {
        if (!types.includes(inside.type) || !isTested(inside)) continue;
        found.add(inside.text);
        // The kind of a union is checked by one of its properties.
        const object = inside.childForFieldName('object');
        if (object) found.add(object.text);
      }
    }
  }
  return found;
}

function placesOfKnowledge(node: Node): Node[] {
  const fields = (...names: string[]): Node[] =>
    names.map((name) => node.childForFieldName(name)).filter((child) => child !== null);
  if (/^(?:if|while|do|for)_statement$|^ternary_expression$/.test(node.type)) return fields('condition');
  if (node.type === 'switch_statement') return fields('value');
  if (node.type === 'binary_expression') {
    return /^(?:&&|\|\||\?\?)$/.test(node.childForFieldName('operator')?.text ?? '') ? fields('left') : [];
  }
  if (node.type === 'assignment_expression') return fields('left');
  const asserts = /assert|invariant/i.test(node.childForFieldName('function')?.text ?? '');
  return node.type === 'call_expression' && asserts ? fields('arguments') : [];
}

/** Whether something is told of the value itself, and not of what is made of it. */
function isTested(node: Node): boolean {
  if (/^(?:length|size)$/.test(node.childForFieldName('property')?.text ?? '')) return false;
  const { parent } = node;
  if (parent?.type === 'binary_expression') {
    return !/^[-+*/%<>]=?$/.test(parent.childForFieldName('operator')?.text ?? '');
  }
  return /^(?:parenthesized_expression|unary_expression|arguments|ternary_expression|assignment_expression)$/.test(
    parent?.type ?? '',
  );
}

function ownNodesOf(around: Node): Node[] {
  const body = isFunction(around) ? around.childForFieldName('body')! : around;
  return ownNodes(body);
}

function parametersOf(around: Node): string[] {
  for (const outer of selfAndAncestors(around)) {
    if (!isFunction(outer)) continue;
    const single = outer.childForFieldName('parameter');
    if (single) return boundNames(single);
    return (outer.childForFieldName('parameters')?.namedChildren ?? []).flatMap((parameter) =>
      boundNames(parameter.childForFieldName('pattern') ?? parameter),
    );
  }
  return [];
}
