import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { FunctionTarget } from '../idioms/span.ts';
import type { ParsedFile } from '../parsed.ts';
import { nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';

const functionTypes =
  /^(?:(?:generator_)?function_declaration|function_expression|generator_function|arrow_function|method_definition)$/;
const signatureTypes = /^(?:function_signature|method_signature|abstract_method_signature)$/;

export function isFunction(node: Node): boolean {
  return functionTypes.test(node.type);
}

/** A function's type without its code: an overload, an abstract method, a declaration. */
export function isSignature(node: Node): boolean {
  return signatureTypes.test(node.type);
}

/** Walks a function's own code: what is nested in it has its own returns, names and `yield`. */
export function entersSameScope(node: Node): boolean {
  return !isFunction(node) && !/^(?:class|class_declaration|abstract_class_declaration)$/.test(node.type);
}

/**
 * Whether a `try` of a node's own function would see that a promise is awaited there: its `catch` would get the error,
 * its `finally` would run later.
 */
export function isInTry(node: Node): boolean {
  let inner = node;
  for (const outer of selfAndAncestors(node.parent)) {
    if (outer.type === 'try_statement') {
      const isCaught = outer.childForFieldName('body')?.id === inner.id;
      const isFollowed = inner.type === 'catch_clause' && outer.childForFieldName('finalizer') !== null;
      if (isCaught || isFollowed) return true;
    }
    if (isFunction(outer)) return false;
    inner = outer;
  }
  return false;
}

/** `set name(value) { … }`, which must not return anything. */
export function isSetter(node: Node): boolean {
  return node.type === 'method_definition' && node.children.some((child) => child.type === 'set');
}

export function isAsync(node: Node): boolean {
  return node.children.some((child) => child.type === 'async');
}

export function isGenerator(node: Node): boolean {
  return node.type.startsWith('generator_') || node.children.some((child) => child.type === '*');
}

/**
 * The innermost function around the selection. The name that a function is assigned to, its key in an object, its
 * `export` and its decorators count as its header.
 */
export function functionAt(file: ParsedFile, selection: TextRange): FunctionTarget | undefined {
  for (const around of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const node = functionOf(around);
    if (node && !isSpanFrame(node))
      return { name: qualifiedName(node, file.path), range: rangeOf(node), node };
  }
  return undefined;
}

/**
 * Functions that are there for the span around another: the callback of `startActiveSpan`, and those that it keeps as
 * constants where all else that it does is to `try` them. People mean the function around.
 */
export function isSpanFrame(node: Node): boolean {
  if (!/^(?:arrow_function|function_expression)$/.test(node.type)) return false;
  const call = node.parent?.type === 'arguments' ? node.parent.parent : null;
  if (call) return call.childForFieldName('function')?.text.endsWith('.startActiveSpan') ?? false;
  const block = node.parent?.type === 'variable_declarator' ? node.parent.parent?.parent : null;
  const statements = block?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const callback = block?.parent;
  return (
    callback != null &&
    statements.pop()?.type === 'try_statement' &&
    statements.every((statement) => statement.type === 'lexical_declaration') &&
    isSpanFrame(callback)
  );
}

/** What a module is called for want of a name of its own: `cart.ts` and `cart/index.ts` are both `cart`. */
export function moduleName(file: string): string {
  const { name, dir } = path.parse(file);
  return name === 'index' ? path.basename(dir) || name : name;
}

function functionOf(node: Node): Node | undefined {
  if (isFunction(node) || isSignature(node)) return node;
  const inner = headed(node);
  return inner ? functionOf(inner) : undefined;
}

/** What a node is the header of, or nothing. */
function headed(node: Node): Node | null | undefined {
  switch (node.type) {
    case 'variable_declarator':
    case 'pair':
    case 'public_field_definition': {
      const value = node.childForFieldName('value');
      return value && isFunction(value) ? value : null;
    }
    case 'assignment_expression': {
      const value = node.childForFieldName('right');
      return value && isFunction(value) ? value : null;
    }
    case 'lexical_declaration':
    case 'variable_declaration':
      return node.namedChildCount === 1 ? node.firstNamedChild : null;
    case 'expression_statement':
      return node.firstNamedChild?.type === 'assignment_expression' ? node.firstNamedChild : null;
    case 'export_statement':
      return node.childForFieldName('declaration') ?? node.childForFieldName('value');
    case 'ambient_declaration':
      return node.firstNamedChild;
    case 'decorator': {
      let next = node.nextNamedSibling;
      while (next?.type === 'decorator' || next?.type === 'comment') next = next.nextNamedSibling;
      return next && isFunction(next) ? next : null;
    }
    default:
      return null;
  }
}

function qualifiedName(node: Node, file: string): string {
  const names = [ownName(node, file) || 'anonymous'];
  for (const outer of selfAndAncestors(node.parent)) {
    if (isSpanFrame(outer)) continue;
    const name = isFunction(outer) ? givenName(outer) : scopeName(outer);
    if (name && !(outer.type === 'variable_declarator' && names[0] === name)) names.unshift(name);
  }
  return names.join('.');
}

/** A class or an object that is kept under a name. */
function scopeName(node: Node): string {
  if (/^(?:class|(?:abstract_)?class_declaration)$/.test(node.type))
    return node.childForFieldName('name')?.text ?? '';
  const isObject = node.type === 'object' && node.parent?.type === 'variable_declarator';
  return isObject ? (node.parent.childForFieldName('name')?.text ?? '') : '';
}

function ownName(node: Node, file: string): string {
  const given = givenName(node);
  if (given) return given;
  const { parent } = node;
  if (parent?.type === 'export_statement' || /^module\.exports$/.test(assignedTo(parent)))
    return moduleName(file);
  const call = parent?.type === 'arguments' ? parent.parent : null;
  if (!call) return '';
  const variable = call.parent?.type === 'variable_declarator' ? call.parent.childForFieldName('name') : null;
  if (variable?.type === 'identifier') return variable.text;
  const callee = (call.childForFieldName('function') ?? call.childForFieldName('constructor'))?.text ?? '';
  return `${/^[\w$.#]+$/.test(callee) ? callee : (/[\w$]+$/.exec(callee)?.[0] ?? 'anonymous')} callback`;
}

/** The name that the code itself gives; '' for a callback. */
function givenName(node: Node): string {
  const own = node.childForFieldName('name');
  if (own) return plain(own.text);
  const { parent } = node;
  if (!parent) return '';
  if (parent.type === 'variable_declarator' || parent.type === 'public_field_definition') {
    return plain(parent.childForFieldName('name')?.text ?? '');
  }
  if (parent.type === 'pair') return plain(parent.childForFieldName('key')?.text ?? '');
  const target = assignedTo(parent);
  return target === 'module.exports'
    ? ''
    : target.replace(/^(?:module\.exports|exports|this)\./, '').replace('.prototype.', '.');
}

function assignedTo(node: Node | null): string {
  const left = node?.type === 'assignment_expression' ? node.childForFieldName('left')?.text : undefined;
  return left && /^[\w$.#]+$/.test(left) ? left : '';
}

/** A key as a name: without quotes; a computed one where it is a constant, as in `[Symbol.iterator]`. */
function plain(key: string): string {
  const bare = key.replace(/^(['"])(.*)\1$/, '$2');
  return /^(?:[^`[(\n]*|\[[\w$.]+\])$/.test(bare) ? bare : '';
}
