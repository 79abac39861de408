import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../nodesOf.ts';
import { perTree } from '../perTree.ts';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { entersSameScope, isAsync, isFunction, isGenerator } from './functions.ts';

/** Whether a value is a promise of work that goes on after the function has returned. */
export type Settles = 'no' | 'yes' | 'maybe';

/** Methods of arrays, strings, dates and maps that no promise-based library has. */
const immediate = new Set(
  `map filter flat flatMap slice splice concat join sort reverse toSorted toReversed with fill push pop shift unshift
  split trim trimStart trimEnd toString toFixed toPrecision toISOString toJSON toUpperCase toLowerCase toLocaleString
  replace replaceAll includes indexOf lastIndexOf startsWith endsWith some every findIndex keys values entries has
  charAt charCodeAt codePointAt at padStart padEnd substring localeCompare getTime match matchAll test repeat`.split(
    /\s+/,
  ),
);
const immediateGlobals =
  /^(?:Math|JSON|Object|Array|String|Number|Boolean|Date|BigInt|Symbol|Reflect)(?:\.(?!fromAsync)\w+)?$|^(?:parseInt|parseFloat|isNaN|isFinite|encodeURIComponent|decodeURIComponent|structuredClone|require)$/;

/** How far calls are followed from one function of the file to the next. */
const mostSteps = 4;

/** The expressions that a function returns: of its `return` statements, or its body where that is an expression. */
export function returned(node: Node): Node[] {
  const body = node.childForFieldName('body');
  if (!body) return [];
  if (body.type !== 'statement_block') return [body];
  return returnStatements(body).flatMap((statement) => valueOf(statement) ?? []);
}

export function returnStatements(body: Node): Node[] {
  return [...descendants(body, entersSameScope)].filter((child) => child.type === 'return_statement');
}

export function valueOf(statement: Node): Node | undefined {
  return statement.namedChildren.find((child) => child.type !== 'comment');
}

/** What calling the function gives, by its type where it is written, else by what it returns. */
export function functionSettles(node: Node, seen: ReadonlySet<number> = new Set()): Settles {
  if (isGenerator(node)) return 'no';
  if (isAsync(node)) return 'yes';
  const annotation = node.childForFieldName('return_type');
  if (annotation) return typeSettles(annotation.firstNamedChild, node);
  if (/@returns?\s*\{\s*Promise\b/.test(documentation(node))) return 'yes';
  return together(returned(node).map((value) => settles(value, new Set([...seen, node.id]))));
}

/** `seen` holds the functions that are being looked at: one that calls itself says nothing new. */
export function settles(value: Node, seen: ReadonlySet<number> = new Set()): Settles {
  switch (value.type) {
    case 'call_expression':
      return callSettles(value, seen);
    case 'new_expression':
      return value.childForFieldName('constructor')?.text === 'Promise' ? 'yes' : 'no';
    case 'identifier':
      return variableSettles(value, seen);
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
    case 'satisfies_expression':
      return value.firstNamedChild ? settles(value.firstNamedChild, seen) : 'no';
    case 'sequence_expression':
      return value.lastNamedChild ? settles(value.lastNamedChild, seen) : 'no';
    case 'assignment_expression':
      return settles(value.childForFieldName('right')!, seen);
    case 'ternary_expression':
      return together([
        settles(value.childForFieldName('consequence')!, seen),
        settles(value.childForFieldName('alternative')!, seen),
      ]);
    case 'binary_expression': {
      if (!/^(?:\?\?|\|\||&&)$/.test(value.childForFieldName('operator')?.text ?? '')) return 'no';
      return together([
        settles(value.childForFieldName('left')!, seen),
        settles(value.childForFieldName('right')!, seen),
      ]);
    }
    default:
      // A property that is read holds no work that this function began.
      return 'no';
  }
}

function callSettles(call: Node, seen: ReadonlySet<number>): Settles {
  const callee = call.childForFieldName('function');
  if (!callee) return 'no';
  const name = callee.text;
  if (name === 'fetch' || name.startsWith('Promise.') || name === 'Array.fromAsync') return 'yes';
  if (immediateGlobals.test(name)) return 'no';
  const declared = declaration(callee);
  if (declared && seen.has(declared.id)) return 'no';
  if (declared) return seen.size < mostSteps ? functionSettles(declared, seen) : 'maybe';
  const method = callee.childForFieldName('property')?.text ?? '';
  if (/^(?:then|catch|finally)$/.test(method)) return 'yes';
  if (immediate.has(method)) return 'no';
  if (/^reduce(?:Right)?$/.test(method)) {
    const initial = call.childForFieldName('arguments')?.namedChild(1);
    return initial ? settles(initial, seen) : 'maybe';
  }
  return 'maybe';
}

/** The function of this file that a callee names: by its own name, or as a method of the class around. */
function declaration(callee: Node): Node | undefined {
  if (callee.type === 'identifier') {
    const found = declarations(callee).get(callee.text) ?? [];
    const only = found.length === 1 ? found[0]! : undefined;
    if (!only) return undefined;
    if (only.type !== 'variable_declarator') return only;
    const value = only.childForFieldName('value');
    return value && isFunction(value) ? value : undefined;
  }
  if (callee.childForFieldName('object')?.type !== 'this') return undefined;
  const name = callee.childForFieldName('property')?.text;
  for (const outer of selfAndAncestors(callee)) {
    if (outer.type !== 'class_body') continue;
    return outer.namedChildren.find(
      (member) => member.type === 'method_definition' && member.childForFieldName('name')?.text === name,
    );
  }
  return undefined;
}

/** The functions and variables of a file by name; looked up many times while one function is being judged. */
const declarations = perTree(({ tree }: Node): ReadonlyMap<string, readonly Node[]> => {
  const types = ['function_declaration', 'generator_function_declaration', 'variable_declarator'];
  const found = new Map<string, Node[]>();
  for (const node of nodesOf(tree, ...types)) {
    const name = node.childForFieldName('name')?.text ?? '';
    const same = found.get(name);
    if (same) same.push(node);
    else found.set(name, [node]);
  }
  return found;
});

/** By what the function itself puts in the variable; a parameter or a variable of the module is not its work. */
function variableSettles(variable: Node, seen: ReadonlySet<number>): Settles {
  let scope: Node | undefined;
  for (const outer of selfAndAncestors(variable)) {
    if (isFunction(outer)) {
      scope = outer;
      break;
    }
  }
  const body = scope?.childForFieldName('body');
  // A variable that is put together from itself would go round for ever.
  if (!body || seen.has(-variable.id)) return 'no';
  const values: Node[] = [];
  for (const node of descendants(body, entersSameScope)) {
    const target = node.childForFieldName(node.type === 'variable_declarator' ? 'name' : 'left');
    if (target?.text !== variable.text) continue;
    if (node.type === 'variable_declarator')
      values.push(...[node.childForFieldName('value')].filter((n) => n !== null));
    if (node.type === 'assignment_expression') values.push(node.childForFieldName('right')!);
  }
  return together(
    values.filter((value) => value.text !== variable.text).map((value) => settlesOnce(value, variable, seen)),
  );
}

function settlesOnce(value: Node, variable: Node, seen: ReadonlySet<number>): Settles {
  const mentions = value.descendantsOfType('identifier').filter((node) => node.text === variable.text);
  return settles(value, new Set([...seen, ...mentions.map((node) => -node.id)]));
}

function typeSettles(type: Node | null, owner: Node): Settles {
  switch (type?.type) {
    case 'parenthesized_type':
      return typeSettles(type.firstNamedChild, owner);
    case 'predefined_type':
      return /^(?:any|unknown|object)$/.test(type.text) ? 'maybe' : 'no';
    case 'generic_type':
      return /^Promise(?:Like)?$/.test(type.childForFieldName('name')?.text ?? '') ? 'yes' : 'no';
    case 'union_type':
      return together(type.namedChildren.map((member) => typeSettles(member, owner)));
    case 'type_identifier':
      return namedTypeSettles(type, owner);
    default:
      return 'no';
  }
}

function namedTypeSettles(type: Node, owner: Node): Settles {
  for (const outer of selfAndAncestors(owner)) {
    const parameters = outer.childForFieldName('type_parameters')?.namedChildren ?? [];
    if (parameters.some((parameter) => parameter.childForFieldName('name')?.text === type.text))
      return 'maybe';
  }
  const alias = nodesOf(type.tree, 'type_alias_declaration').find(
    (node) => node.childForFieldName('name')?.text === type.text,
  );
  const value = alias?.childForFieldName('value');
  return value && value.type !== 'type_identifier' ? typeSettles(value, owner) : 'no';
}

/** The comment above the function or above the statement that holds it. */
function documentation(node: Node): string {
  for (const outer of selfAndAncestors(node)) {
    const before = outer.previousSibling;
    if (before?.type === 'comment') return before.text;
    if (before?.isNamed || outer.type === 'statement_block' || outer.type === 'class_body') return '';
  }
  return '';
}

function together(all: readonly Settles[]): Settles {
  if (all.length === 0) return 'no';
  return all.every((one) => one === all[0]) ? all[0]! : 'maybe';
}
