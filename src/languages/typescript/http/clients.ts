import type { Node } from 'web-tree-sitter';
import { callsAt, type CallGrammar } from '../../callsAt.ts';
import type { TextRange } from '../../edit.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { argumentsOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { importedNames } from '../imported.ts';
import { calleeOf } from './awaited.ts';

/** A client library: how its calls are known, and what they answer. A new one is an entry in `clients`. */
export interface Client {
  readonly library: string;
  /** Of what is called, as `importedNames` says it; the group `verb` is the function's own name. */
  readonly callee: RegExp;
  /** What makes or annotates objects with the same methods as the module has. */
  readonly instances?: RegExp;
  /** Where its arguments are: `index` of the options, given the function's name and the first argument. */
  readonly options: (verb: string, first: Node | undefined) => number;
  /** Headers may be a `Headers` object, or are a plain object. */
  readonly headers: 'Headers' | 'object';
  /** The response's property that holds the status. */
  readonly status: 'status' | 'statusCode';
  /** It tells of the response by events, and of its end by `close`. */
  readonly isEmitter?: true;
  /** Methods of the promise that give a part of the response. */
  readonly parts?: RegExp;
  /** How a response that is an error comes: the condition on `error`, and its status; `keeps` is the option against it. */
  readonly raises?: {
    readonly name: string;
    readonly test: (name: string) => string;
    readonly status: string;
    readonly keeps: RegExp;
    readonly module: string;
  };
  /** Official instrumentations. */
  readonly official: readonly string[];
}

const overHttp = ['@opentelemetry/instrumentation-http'];
const overUndici = ['@opentelemetry/instrumentation-undici'];
const verbs = 'get|post|put|patch|delete|head|options';

/** The client libraries. */
export const clients: readonly Client[] = [
  {
    library: 'fetch',
    callee: /^(?:(?:undici)?:(?<verb>fetch)|(?:node-fetch|cross-fetch|undici-fetch):)$/,
    options: () => 1,
    headers: 'Headers',
    status: 'status',
    official: overUndici,
  },
  {
    library: 'axios',
    callee: new RegExp(`^axios:(?:axios\\.?)?(?<verb>${verbs}|request)?$`),
    instances: /^axios:(?:axios\.)?(?:create|AxiosInstance)$/,
    options: (verb, first) => {
      if (/^(?:post|put|patch)$/.test(verb)) return 2;
      return verb === 'request' || (verb === '' && first && !isText(first)) ? 0 : 1;
    },
    headers: 'object',
    status: 'status',
    raises: {
      module: 'axios',
      name: 'isAxiosError',
      test: (name) => `${name}(error) && error.response`,
      status: 'error.response.status',
      keeps: /\bvalidateStatus\b/,
    },
    official: overHttp,
  },
  {
    library: 'undici',
    callee: /^undici:(?<verb>request)$/,
    options: () => 1,
    headers: 'object',
    status: 'statusCode',
    official: overUndici,
  },
  {
    library: 'got',
    callee: /^got:(?:got\.?)?(?<verb>get|post|put|patch|head|delete)?$/,
    instances: /^got:(?:got\.)?(?:extend|Got)$/,
    options: () => 1,
    headers: 'object',
    status: 'statusCode',
    parts: /^(?:json|text|buffer)$/,
    raises: {
      module: 'got',
      name: 'HTTPError',
      test: (name) => `error instanceof ${name}`,
      status: 'error.response.statusCode',
      keeps: /\bthrowHttpErrors\b/,
    },
    official: overHttp,
  },
  {
    library: 'node:http',
    callee: /^https?:(?<verb>get|request)$/,
    options: (_verb, first) => (first && isOptions(first) ? 0 : 1),
    headers: 'object',
    status: 'statusCode',
    isEmitter: true,
    official: overHttp,
  },
];

/** A call that sends a request. */
export interface Request {
  readonly client: Client;
  readonly call: Node;
  /** The function's own name; '' for the module itself. */
  readonly verb: string;
  /** `http` or `https`, where the module decides it. */
  readonly scheme: string;
  readonly args: readonly Node[];
  readonly optionsIndex: number;
  /** The options of the object that the method belongs to, where the file makes it. */
  readonly base: Node | undefined;
}

const grammar: CallGrammar = {
  call: /^call_expression$/,
  statement: /_statement$|_declaration$|^public_field_definition$/,
  block: /^(?:statement_block|class_body)$/,
};

/** The request that the selection means. */
export function requestAt(file: ParsedFile, selection: TextRange): Request | undefined {
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const found = requestOf(file, call);
    if (found) return found;
  }
  return undefined;
}

function requestOf(file: ParsedFile, call: Node): Request | undefined {
  const callee = calleeOf(call);
  if (!callee) return undefined;
  const direct = nameOf(file, callee);
  const instance = direct === undefined ? methodOfInstance(file, callee) : undefined;
  const name = direct ?? instance?.name ?? '';
  const client = clients.find((one) => one.callee.test(name));
  if (!client) return undefined;
  const verb = client.callee.exec(name)!.groups?.['verb'] ?? '';
  const args = argumentsOf(call);
  return {
    client,
    call,
    verb: verb === 'fetch' ? '' : verb,
    scheme: /^https?(?=:)/.exec(name)?.[0] ?? '',
    args,
    optionsIndex: client.options(verb, args[0]),
    base: instance?.options,
  };
}

function nameOf(file: ParsedFile, callee: Node): string | undefined {
  const imported = importedNames(file)(callee);
  if (imported !== undefined) return imported;
  const isGlobal = /^(?:(?:globalThis|window|self)\.)?fetch$/.test(callee.text);
  return isGlobal && !isDeclared(file, 'fetch') ? ':fetch' : undefined;
}

/** Whether the file gives the name a meaning of its own. */
function isDeclared(file: ParsedFile, name: string): boolean {
  return nodesOf(
    file.tree,
    'function_declaration',
    'variable_declarator',
    'required_parameter',
    'import_specifier',
  ).some((node) => (node.childForFieldName('name') ?? node.childForFieldName('pattern'))?.text === name);
}

/** `axios:get` for `api.get` where `api` is made by `axios.create(…)` or has the type of what that makes. */
function methodOfInstance(
  file: ParsedFile,
  callee: Node,
): { readonly name: string; readonly options: Node | undefined } | undefined {
  const isMethod = callee.type === 'member_expression';
  const object = isMethod ? callee.childForFieldName('object')!.text : callee.text;
  const method = isMethod ? callee.childForFieldName('property')!.text : '';
  const bare = object.replace(/^this\./, '');
  const imported = importedNames(file);
  const declarations = nodesOf(
    file.tree,
    'variable_declarator',
    'public_field_definition',
    'required_parameter',
    'optional_parameter',
    'assignment_expression',
  );
  for (const node of declarations) {
    const name =
      node.childForFieldName('name') ?? node.childForFieldName('pattern') ?? node.childForFieldName('left');
    if (!name || (name.text !== object && name.text !== bare)) continue;
    const made = node.childForFieldName('value') ?? node.childForFieldName('right');
    const maker = made?.type === 'call_expression' ? made.childForFieldName('function') : null;
    const type = node.childForFieldName('type')?.firstNamedChild;
    const names = [maker && imported(maker), type && importedType(imported, type)];
    const client = clients.find(({ instances }) => names.some((one) => one && instances?.test(one)));
    if (client) {
      const options = maker ? argumentsOf(made!)[0] : undefined;
      return { name: `${client.library}:${method}`, options };
    }
  }
  return undefined;
}

/** A type's name is no expression; what it stands for is told the same way. */
function importedType(imported: (node: Node) => string | undefined, type: Node): string | undefined {
  const only = nodesOf(type.tree, 'import_specifier')
    .flatMap((specifier) => specifier.namedChildren)
    .find((name) => name.type === 'identifier' && name.text === type.text);
  return only && imported(only);
}

const optionsName = /(?:config|options?|opts|params|init|req(?:uest)?)$/i;
const urlName = /(?:ur[li]|href|link|endpoint|address|path|location)s?$/i;

/** An expression that is a URL by its form or its name. */
export function isText(node: Node): boolean {
  if (/^(?:string|template_string|binary_expression)$/.test(node.type)) return true;
  if (node.type === 'new_expression') return node.childForFieldName('constructor')?.text === 'URL';
  return urlName.test(lastName(node)) || typeOf(node) === 'string' || typeOf(node) === 'URL';
}

/** An expression that is an object of options by its form or its name. */
export function isOptions(node: Node): boolean {
  if (node.type === 'object') return true;
  return node.type !== 'new_expression' && !isText(node) && optionsName.test(lastName(node));
}

export function lastName(node: Node): string {
  return /[\w$]+$/.exec(node.text)?.[0] ?? '';
}

/** The type that a parameter is declared with in the function around, or ''. */
export function typeOf(node: Node): string {
  if (node.type !== 'identifier') return '';
  for (const outer of selfAndAncestors(node)) {
    if (!isFunction(outer)) continue;
    const parameter = outer
      .childForFieldName('parameters')
      ?.namedChildren.find((one) => one.childForFieldName('pattern')?.text === node.text);
    if (parameter) return parameter.childForFieldName('type')?.text.replace(/^:\s*/, '') ?? '';
  }
  return '';
}
