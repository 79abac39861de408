import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import { callsAt, type CallGrammar } from '../../callsAt.ts';
import type { TextRange } from '../../edit.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { holds, selfAndAncestors } from '../../syntax.ts';
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
  /** How the text begins that makes such an object in another file. */
  readonly makes?: RegExp;
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
    /** The same without an import, where the module cannot be required. */
    readonly untyped: string;
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
    callee: new RegExp(`^axios:(?:axios\\.?)?(?<verb>${verbs}|request|(?:post|put|patch)Form)?$`),
    makes: /^axios\.create\(/,
    instances: /^axios:(?:axios\.)?(?:create|AxiosInstance)$/,
    options: (verb, first) => {
      if (/^(?:post|put|patch)(?:Form)?$/.test(verb)) return 2;
      return verb === 'request' || (verb === '' && first && !isText(first)) ? 0 : 1;
    },
    headers: 'object',
    status: 'status',
    raises: {
      module: 'axios',
      name: 'isAxiosError',
      test: (name) => `${name}(error) && error.response`,
      untyped: 'error?.isAxiosError && error.response',
      status: 'error.response.status',
      keeps: /\bvalidateStatus\b/,
    },
    official: overHttp,
  },
  {
    library: 'undici',
    callee: /^undici:(?<verb>request)$/,
    makes: /^new (?:\w*Pool|Client)\(/,
    instances: /^undici:(?:Pool|Client|BalancedPool|RoundRobinPool)$/,
    // A pool is asked for a path of its origin.
    options: (_verb, first) => (first && isOptions(first) ? 0 : 1),
    headers: 'object',
    status: 'statusCode',
    official: overUndici,
  },
  {
    library: 'got',
    callee: /^got:(?:got\.?)?(?<verb>get|post|put|patch|head|delete)?$/,
    makes: /^got\.extend\(/,
    instances: /^got:(?:got\.)?(?:extend|Got)$/,
    options: () => 1,
    headers: 'object',
    status: 'statusCode',
    parts: /^(?:json|text|buffer)$/,
    raises: {
      module: 'got',
      name: 'HTTPError',
      test: (name) => `error instanceof ${name}`,
      untyped: `error?.name === 'HTTPError'`,
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
  /** It is a method of an object that may have a base for URLs, and not of the module. */
  readonly isOfInstance: boolean;
  /** The options of that object, where the file makes it. */
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
  const isKnown = (one: string | undefined): boolean =>
    one !== undefined && clients.some((client) => client.callee.test(one));
  const direct = nameOf(file, callee);
  const instance = isKnown(direct) ? undefined : methodOfInstance(file, callee);
  const name = instance?.name ?? direct ?? '';
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
    isOfInstance: instance !== undefined,
    base: instance?.options,
  };
}

function nameOf(file: ParsedFile, callee: Node): string | undefined {
  const imported = importedNames(file)(callee);
  if (imported !== undefined) return imported;
  const isGlobal = /^(?:(?:globalThis|window|self)\.)?fetch$/.test(callee.text);
  return isGlobal && !isDeclared(callee) ? ':fetch' : undefined;
}

/** Whether the file gives the name a meaning of its own there. */
function isDeclared(name: Node): boolean {
  const declared = nodesOf(
    name.tree,
    'function_declaration',
    'variable_declarator',
    'required_parameter',
    'import_specifier',
  );
  return declared.some((node) => {
    const own = ['alias', 'name', 'pattern'].map((field) => node.childForFieldName(field)).find(Boolean);
    const scope = [...selfAndAncestors(node.parent)].find(
      (one) => isFunction(one) || /^(?:statement_block|program)$/.test(one.type),
    );
    return own?.text === name.text && scope !== undefined && holds(scope, name);
  });
}

interface Instance {
  /** `axios:get` for `api.get`. */
  readonly name: string;
  /** What it is made with, where the file makes it. */
  readonly options: Node | undefined;
}

/** A method of what `axios.create(…)` makes, or of what has its type. */
function methodOfInstance(file: ParsedFile, callee: Node): Instance | undefined {
  const isMethod = callee.type === 'member_expression';
  const object = isMethod ? callee.childForFieldName('object')!.text.replace(/!$/, '') : callee.text;
  const method = isMethod ? callee.childForFieldName('property')!.text : '';
  const field = /^(?:this|[A-Z]\w*)\.(#?[\w$]+)$/.exec(object)?.[1];
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
    const isMember = node.type === 'public_field_definition';
    if (name?.text === object ? isMember && field === undefined : name?.text !== field) continue;
    const isField =
      isMember ||
      name?.text === object ||
      node.namedChildren.some(({ type }) => type === 'accessibility_modifier' || type === 'readonly');
    if (!isField) continue;
    const made = madeBy(node.childForFieldName('value') ?? node.childForFieldName('right'));
    const maker = made?.childForFieldName('function') ?? made?.childForFieldName('constructor');
    const types = node
      .childForFieldName('type')
      ?.descendantsOfType(['type_identifier', 'nested_type_identifier']);
    const names = [maker, ...(types ?? [])].map((one) => one && imported(one));
    const client = clients.find(({ instances }) => names.some((one) => one && instances?.test(one)));
    if (client) {
      const options = made ? argumentsOf(made)[0] : undefined;
      return { name: `${client.library}:${method}`, options };
    }
  }
  const library = libraryOfImport(file, isMethod ? callee.childForFieldName('object')! : callee);
  return library === undefined ? undefined : { name: `${library}:${method}`, options: undefined };
}

/** The call that makes a value, also where another one may be given instead of it. */
function madeBy(value: Node | null): Node | undefined {
  switch (value?.type) {
    case 'call_expression':
    case 'new_expression':
      return value;
    case 'binary_expression':
      return madeBy(value.childForFieldName('right'));
    case 'parenthesized_expression':
    case 'as_expression':
      return madeBy(value.firstNamedChild);
    default:
      return undefined;
  }
}

/** The library of an object that a file beside makes and exports: `export const api = axios.create(…)`. */
function libraryOfImport(file: ParsedFile, object: Node): string | undefined {
  const [module = '', name = ''] = importedNames(file)(object)?.split(':') ?? [];
  const text = /^\.{1,2}\//.test(module) ? moduleText(path.resolve(path.dirname(file.path), module)) : '';
  const [, ...whole] = /^(?:export default|module\.exports =) (\w+);?$/m.exec(text) ?? [];
  const variable = name || whole[0];
  const start = variable
    ? `(?:const|let|var) ${variable}\\b[^=\\n]*=`
    : '(?:export default|module\\.exports =)';
  const made = new RegExp(`${start}\\s*(.*)`).exec(text)?.[1] ?? '';
  return clients.find(
    ({ library, makes }) => makes?.test(made) === true && new RegExp(`['"]${library}['"]`).test(text),
  )?.library;
}

/** What is at the place that an import names; '' where nothing is. */
function moduleText(place: string): string {
  const source = place.replace(/\.([cm]?)js$/, '.$1ts');
  const endings = ['.ts', '.js', '.mjs', '.cjs', '.mts', '.tsx', '/index.ts', '/index.js'];
  for (const file of [place, source, ...endings.map((ending) => place + ending)]) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      // No such file, or a folder: the next form of its name.
    }
  }
  return '';
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
