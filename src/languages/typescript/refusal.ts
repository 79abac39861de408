import type { Node } from 'web-tree-sitter';
import { descendants, isBroken } from '../syntax.ts';
import { isSuperCall, statementsOf } from './body.ts';
import { entersSameScope, isAsync, isFunction, isSignature } from './functions.ts';
import { returned } from './settling.ts';

const already = 'This function is in a span already.';

/** Why no span can go around a function, in one sentence; '' where one can. */
export function refusal(node: Node, typed: boolean): string {
  if (isSignature(node))
    return 'This declares a function and has no code: the span goes around an implementation.';
  if (isBroken(node)) return 'There is a syntax error in or beside this function: mend it first.';
  const body = node.childForFieldName('body');
  if (body?.type === 'statement_block' && statementsOf(node).length === 0) {
    return 'This function has no statements to put in a span.';
  }
  if (isInSpan(node) || decorators(node).some((name) => /^@(?:Span|WithSpan)\b/.test(name))) return already;
  return constructorRefusal(node, typed) || scopeRefusal(node) || (typed ? typeRefusal(node) : '');
}

function isInSpan(node: Node): boolean {
  const body = node.childForFieldName('body')!;
  const statements = body.type === 'statement_block' ? statementsOf(node) : [body];
  if (statements.length === 1) return /\.startActiveSpan$/.test(calleeOf(statements[0]!));
  if (statements.length !== 2 || statements[1]!.type !== 'try_statement') return false;
  const started = /^const (\w+) = [\w.]+\.startSpan\(/.exec(statements[0]!.text)?.[1];
  const ended = statements[1]!.childForFieldName('finalizer')?.text;
  return started !== undefined && (ended?.includes(`${started}.end()`) ?? false);
}

/** What a statement or value calls, when calling is all that it does. */
function calleeOf(node: Node): string {
  let at: Node | null = node;
  while (
    at &&
    /^(?:expression_statement|return_statement|await_expression|parenthesized_expression)$/.test(at.type)
  ) {
    at = at.firstNamedChild;
  }
  return at?.type === 'call_expression' ? (at.childForFieldName('function')?.text ?? '') : '';
}

function decorators(node: Node): string[] {
  const names: string[] = [];
  for (let at = node.previousNamedSibling; at?.type === 'decorator'; at = at.previousNamedSibling)
    names.push(at.text);
  return names;
}

function constructorRefusal(node: Node, typed: boolean): string {
  if (node.type !== 'method_definition' || node.childForFieldName('name')?.text !== 'constructor') return '';
  const own = ownNodes(node);
  const derived =
    node.parent?.parent?.namedChildren.some((child) => child.type === 'class_heritage') ?? false;
  if (derived && !node.childForFieldName('body')?.namedChildren.some(isSuperCall)) {
    return 'This constructor calls super(…) inside another statement, which cannot move: call it on a line of its own first.';
  }
  const assigns = own.some(
    (child) =>
      child.type === 'assignment_expression' && child.childForFieldName('left')?.text.startsWith('this.'),
  );
  return typed && assigns
    ? 'This constructor sets fields, which TypeScript only sees outside of a callback: put the work in a method first.'
    : '';
}

/** A callback is a scope of its own: `var` and hooks would notice. */
function scopeRefusal(node: Node): string {
  const own = ownNodes(node);
  const parameters = new Set(
    (node.childForFieldName('parameters') ?? node.childForFieldName('parameter'))
      ?.descendantsOfType(['identifier', 'shorthand_property_identifier_pattern'])
      .map((name) => name.text),
  );
  if (node.childForFieldName('parameter')) parameters.add(node.childForFieldName('parameter')!.text);
  const variables = own
    .filter((child) => child.type === 'variable_declaration')
    .flatMap((child) => child.namedChildren.map((one) => one.childForFieldName('name')?.text ?? ''));
  const functions = statementsOf(node)
    .filter((child) => child.type === 'function_declaration')
    .map((child) => child.childForFieldName('name')!.text);
  const twice = [...variables, ...functions].find(
    (name, at, all) => parameters.has(name) || (functions.includes(name) && all.indexOf(name) !== at),
  );
  if (twice !== undefined)
    return `This function declares ${twice} a second time, which a callback would make another variable: rename one first.`;
  const hook = own.find(
    (child) =>
      child.type === 'call_expression' &&
      /^(?:React\.)?use[A-Z]\w*$/.test(child.childForFieldName('function')?.text ?? ''),
  );
  if (hook) return 'This function calls React hooks, which must not stand in a callback.';
  return '';
}

/** What the compiler infers from a function's own code, and could not infer through a callback. */
function typeRefusal(node: Node): string {
  const values = returned(node);
  if (node.childForFieldName('return_type') || values.length === 0) return '';
  const advice = 'write its return type first.';
  if (isContextual(node) && values.some(isLiteral)) {
    return `The type of what this function returns comes from where it stands, which a span would hide: ${advice}`;
  }
  const name = node.childForFieldName('name')?.text ?? node.parent?.childForFieldName('name')?.text;
  const calls = ownNodes(node)
    .filter((child) => child.type === 'call_expression')
    .map((call) => call.childForFieldName('function')?.text);
  if (name && (calls.includes(name) || calls.includes(`this.${name}`)) && !isAsync(node)) {
    return `This function calls itself, so that TypeScript cannot infer its type through a span: ${advice}`;
  }
  const guard = /\btypeof\b|\binstanceof\b|[!=]==?\s*(?:null|undefined)\b|^!!?[\w.]+$/;
  if (
    values.length === 1 &&
    !isAsync(node) &&
    /^(?:binary|unary)_expression$/.test(values[0]!.type) &&
    guard.test(values[0]!.text)
  ) {
    return `TypeScript may infer a type guard from this function, which a span would hide: ${advice}`;
  }
  return '';
}

/** A place that may say what type the function has. */
export function isContextual(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'variable_declarator' || parent?.type === 'public_field_definition') {
    return parent.childForFieldName('type') !== null;
  }
  if (/^(?:arguments|assignment_expression)$/.test(parent?.type ?? '')) return true;
  const object = parent?.type === 'pair' ? parent.parent : parent;
  if (object?.type !== 'object') return false;
  return object.parent?.type !== 'variable_declarator' || object.parent.childForFieldName('type') !== null;
}

/** Whether the type of a value depends on what is expected where it stands. */
export function isLiteral(value: Node): boolean {
  switch (value.type) {
    case 'parenthesized_expression':
    case 'await_expression':
      return value.firstNamedChild !== null && isLiteral(value.firstNamedChild);
    case 'ternary_expression':
      return [value.childForFieldName('consequence')!, value.childForFieldName('alternative')!].some(
        isLiteral,
      );
    case 'binary_expression':
      return (
        /^(?:\?\?|\|\|)$/.test(value.childForFieldName('operator')?.text ?? '') &&
        value.namedChildren.some(isLiteral)
      );
    default:
      return (
        (/^(?:object|array|string|template_string)$/.test(value.type) && value.namedChildCount > 0) ||
        isFunction(value)
      );
  }
}

function ownNodes(node: Node): Node[] {
  const body = node.childForFieldName('body');
  return body ? [body, ...descendants(body, entersSameScope)] : [];
}
