import type { Node } from 'web-tree-sitter';
import { isFunction } from '../functions.ts';
import { typeOf } from '../values.ts';
import { leaving, neverFallsThrough, ownNodes } from './leaving.ts';
import {
  boundNames,
  functionOrProgram,
  inFunctionBelow,
  isAssigned,
  parameterNames,
  usesOf,
  type Variable,
} from './variables.ts';

/**
 * What TypeScript knows of it here and would not know in a callback: a variable that is assigned, a property that has
 * been checked; '' when there is nothing. JavaScript has no such trouble.
 */
export function lostInCallback(nodes: readonly Node[]): string {
  const around = functionOrProgram(nodes[0]!.parent!);
  const start = nodes[0]!.startIndex;
  const checked = checkedBefore(around, start);
  const own = nodes.flatMap(ownNodes);
  const path = own.find((node) => isPath(node) && checked.has(node.text));
  if (path) return path.text;
  const apart = own.find((node) => takesApart(node, checked));
  if (apart) return apart.childForFieldName('value')!.text;
  const field = own.find(
    (node) =>
      node.type === 'assignment_expression' && /^this\.#?\w+$/.test(node.childForFieldName('left')!.text),
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

/**
 * What the statements tell TypeScript of a variable or of a property, which the code after them relies on and a callback
 * would keep to itself: a guard that leaves, an assertion, an assignment; '' when there is nothing.
 */
export function forgottenAfter(nodes: readonly Node[]): string {
  const last = nodes.at(-1)!;
  if (neverFallsThrough(last)) return '';
  const around = functionOrProgram(nodes[0]!.parent!);
  const { jumps } = leaving(nodes);
  const isExit = (node: Node): boolean =>
    /^(?:return|throw)_statement$/.test(node.type) ||
    jumps.some((jump) => jump.id === node.id) ||
    (node.type === 'call_expression' && node.childForFieldName('function')?.text === 'process.exit');
  const told = nodes.flatMap(ownNodes).flatMap((node) => {
    if (isPath(node) && isSet(node)) return isReadAfter(node) ? [node.text] : [];
    const isGuard = /^(?:if|switch|for|while|do)_statement$/.test(node.type) && ownNodes(node).some(isExit);
    const places = isGuard || isAssertion(node) ? placesOfKnowledge(node) : [];
    return places.flatMap((place) => guarded(place, around));
  });
  const isUsed = (text: string): boolean =>
    /^\w+$/.test(text)
      ? usesOf(around, text, nodes[0]).some((use) => isAfter(use) && !isForAnything(use)) &&
        !isDeclaredIn(text)
      : around.descendantsOfType(paths).some((path) => path.text === text && isAfter(path)) ||
        ownNodesOf(around).some((node) => isAfter(node) && takesApart(node, new Set([text])));
  return told.find(isUsed) ?? '';

  function isAfter(node: Node): boolean {
    return node.startIndex > last.endIndex;
  }

  function isDeclaredIn(name: string): boolean {
    const declarator = declaratorOf(around, name);
    return declarator !== undefined && declarator.startIndex >= nodes[0]!.startIndex && !isAfter(declarator);
  }

  /** Whether something of the property is used further down. */
  function isReadAfter({ text }: Node): boolean {
    return around
      .descendantsOfType(paths)
      .some((path) => path.childForFieldName('object')?.text === text && isAfter(path));
  }
}

/** Whether a value of any type may stand there: in a text, and in what goes to the console. */
function isForAnything({ parent }: Node): boolean {
  return (
    parent?.type === 'template_substitution' ||
    (parent?.type === 'arguments' &&
      /^console\.\w+$/.test(parent.parent?.childForFieldName('function')?.text ?? ''))
  );
}

function isSet({ parent, id }: Node): boolean {
  return (
    /^(?:augmented_)?assignment_expression$/.test(parent?.type ?? '') &&
    parent?.childForFieldName('left')?.id === id
  );
}

/** The variables and properties whose types a condition narrows, as far as its text tells. */
function guarded(condition: Node, around: Node): string[] {
  const types = ['identifier', ...paths];
  const inside = [condition, ...condition.descendantsOfType([...types, 'call_expression'])];
  return inside.flatMap((node) => {
    const isOptional = node.children.some((child) => child.type === 'optional_chain');
    if (isOptional) return [node.text, ...chainOf(node)];
    if (!types.includes(node.type) || !isTested(node) || !mayNarrow(node)) return [];
    const object = node.childForFieldName('object');
    if (object) return [node.text, object.text];
    const declarator = declaratorOf(around, node.text);
    const value = declarator?.childForFieldName('value');
    // A condition that has a name tells of what it tests.
    const named = value && isCondition(value) ? guarded(value, around) : [];
    return isPlain(around, node.text) ? named : [node.text, ...named];
  });
}

/** `a?.b` and `a` of `a?.b?.c()`, which is there where that is. */
function chainOf(node: Node): string[] {
  const object = node.childForFieldName('object') ?? node.childForFieldName('function');
  return object ? [object.text, ...chainOf(object)] : [];
}

/** Whether what a variable holds tells TypeScript of another one, as long as it is a constant beside that. */
export function isAlias({ name, declarator, changes }: Variable, nodes: readonly Node[]): boolean {
  const value = declarator.childForFieldName('value');
  const isName = declarator.childForFieldName('name')?.type === 'identifier';
  if (!value || !isName || changes || !isCondition(value)) return false;
  const around = functionOrProgram(nodes[0]!.parent!);
  const end = nodes.at(-1)!.endIndex;
  const isUsed = (text: string): boolean =>
    text !== name &&
    around
      .descendantsOfType(['identifier', 'shorthand_property_identifier', ...paths])
      .some((use) => use.startIndex > end && use.text === text);
  const isAsked = usesOf(around, name, declarator).some((use) => use.startIndex > end && isTested(use));
  return isAsked && guarded(value, around).some(isUsed);
}

function mayNarrow(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'arguments') {
    const callee = parent.parent?.childForFieldName('function')?.text ?? '';
    return /(?:^|\.)(?:is|has|can)[A-Z]\w*$|assert|invariant/i.test(callee) && !/(?:^|\.)has$/.test(callee);
  }
  if (parent?.type !== 'binary_expression' || node.text.includes('?.')) return true;
  if (!/^[!=]==?$/.test(parent.childForFieldName('operator')?.text ?? '')) return true;
  const other = parent.namedChildren.find((child) => child.id !== node.id)!;
  // A name alone is rarely one of a few texts, where its type does not say so.
  if (other.type === 'string' && node.type === 'identifier' && !typeOf(node.text, node)) return false;
  return !/^(?:number|call_expression|template_string)$/.test(other.type) && !/^(['"])\1$/.test(other.text);
}

function isCondition(value: Node): boolean {
  return (
    (value.type === 'unary_expression' && value.text.startsWith('!')) ||
    (value.type === 'binary_expression' &&
      /^(?:[!=]==?|&&|\|\||in|instanceof)$/.test(value.childForFieldName('operator')?.text ?? ''))
  );
}

/** Whether the variable is a text, a number or the like all the time, so that there is nothing to narrow. */
function isPlain(around: Node, name: string): boolean {
  const declarator = declaratorOf(around, name);
  const type = declarator ? declarator.childForFieldName('type')?.text : typeOf(name, around);
  if (type) return /^(?::\s*)?(?:string|number|boolean|bigint|Date)(?:\[\])?$/.test(type);
  const value = declarator?.childForFieldName('value');
  if (!value) return false;
  if (value.type === 'binary_expression') {
    return /^(?:[!=]==?|[<>]=?|[-+*/%]|in|instanceof)$/.test(value.childForFieldName('operator')?.text ?? '');
  }
  return (
    /^(?:string|template_string|number|true|false|new_expression)$/.test(value.type) ||
    (value.type === 'unary_expression' && value.text.startsWith('!')) ||
    /^(?:Number|String|Boolean|parseInt|parseFloat)\([^()]*\)$|\.(?:length|size)$|\.(?:test|has|includes|startsWith|endsWith|trim|some|every)\([^()]*\)$/.test(
      value.text,
    )
  );
}

function declaratorOf(around: Node, name: string): Node | undefined {
  return ownNodesOf(around).find(
    (node) =>
      node.type === 'variable_declarator' && boundNames(node.childForFieldName('name')).includes(name),
  );
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
  const home = homeOf(name, around);
  if (!home) return false;
  const { scope, declarator } = home;
  if (declarator && isInside(declarator)) return false;
  const value = declarator?.childForFieldName('value');
  const isOpen = declarator !== undefined && (!value || /^(?:null|undefined|\[\])$/.test(value.text));
  const type = declarator?.childForFieldName('type')?.text;
  // Its type is put together from what is assigned, which works within one function only.
  if (isOpen && type === undefined && scope.id === around.id)
    return declarator.parent?.firstChild?.type !== 'const' || value?.text === '[]';
  const assigned = usesOf(scope, name, declarator).filter(isAssigned);
  if (assigned.length === 0 || isPlain(scope, name)) return false;
  // What statements find out about a variable that they set is found out in the callback only.
  if (assigned.some(isInside)) {
    return checkedBefore(around, last.endIndex).has(name) || isOpen || /[|?]/.test(type ?? '');
  }
  return checked.has(name) || (scope.id === around.id && (isOpen || /[|?]/.test(type ?? '')));
}

/** The function that a variable belongs to, or the module, with its declarator where it is no parameter. */
function homeOf(name: string, around: Node): { scope: Node; declarator?: Node } | undefined {
  for (let scope = around; ; scope = functionOrProgram(scope.parent)) {
    const declarator = declaratorOf(scope, name);
    if (declarator) return { scope, declarator };
    if (isFunction(scope) && parameterNames(scope).includes(name)) return { scope };
    if (!scope.parent) return undefined;
  }
}

/** A variable from outside that the statements set, and that a function in them uses; '' when there is none. */
export function setAndCaptured(nodes: readonly Node[]): string {
  const around = functionOrProgram(nodes[0]!.parent!);
  const isInside = (node: Node): boolean =>
    node.startIndex >= nodes[0]!.startIndex && node.endIndex <= nodes.at(-1)!.endIndex;
  const set = nodes
    .flatMap(ownNodes)
    .filter((node) => node.type === 'identifier' && isAssigned(node))
    .map(({ text }) => text);
  const isCaptured = (name: string): boolean =>
    !isPlain(around, name) &&
    usesOf(around, name, nodes[0]).some((use) => isInside(use) && inFunctionBelow(use, around));
  return set.find(isCaptured) ?? '';
}

/** Whether `const { end } = made` takes a property that has been checked as `made.end`. */
function takesApart(node: Node, checked: ReadonlySet<string>): boolean {
  const pattern = node.type === 'variable_declarator' ? node.childForFieldName('name') : null;
  if (pattern?.type !== 'object_pattern') return false;
  const object = node.childForFieldName('value')?.text ?? '';
  return pattern.namedChildren.some((part) =>
    checked.has(`${object}.${part.childForFieldName('key')?.text ?? part.text}`),
  );
}

const paths = ['member_expression', 'subscript_expression'];

function isPath({ type }: Node): boolean {
  return paths.includes(type);
}

/** Variables and paths that conditions, assertions and assignments before a place have told something about. */
function checkedBefore(around: Node, start: number): ReadonlySet<string> {
  const found = new Set<string>();
  const types = ['identifier', ...paths];
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
  return isAssertion(node) ? fields('arguments') : [];
}

function isAssertion(node: Node): boolean {
  return (
    node.type === 'call_expression' &&
    /assert|invariant/i.test(node.childForFieldName('function')?.text ?? '')
  );
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
