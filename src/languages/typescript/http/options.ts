import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import { indentationOf } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { freeName, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { property } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { parameterNames } from './url.ts';
import type { Style } from '../style.ts';
import type { Request } from './clients.ts';

/** Headers that carry the context. */
export interface Carrier {
  /** Above the call: the lines that make them. */
  readonly lines: readonly string[];
  readonly name: string;
  /** They are a `Headers` object, which needs a setter. */
  readonly isHeaders: boolean;
  /** In the call. */
  readonly edits: readonly TextEdit[];
}

export type CarrierMaker = (style: Style, taken: ReadonlySet<string>) => Carrier;

/** The object that a request's options are written as: in the call, or as a constant above it. */
export function optionsLiteral({ args, optionsIndex }: Request): Node | undefined {
  const node = args[optionsIndex];
  if (node?.type === 'object') return node;
  return node?.type === 'identifier' ? constantObject(node) : undefined;
}

/** `const options = {…}` that is only read below. */
export function constantObject(variable: Node): Node | undefined {
  for (const scope of selfAndAncestors(variable)) {
    if (scope.type !== 'program' && !isFunction(scope)) continue;
    if (parameterNames(scope).has(variable.text)) return undefined;
    const found = scope
      .descendantsOfType('variable_declarator')
      .find((node) => node.childForFieldName('name')?.text === variable.text);
    const value = found?.childForFieldName('value');
    if (found) return found.parent?.text.startsWith('const') && value?.type === 'object' ? value : undefined;
  }
  return undefined;
}

/** The carrier of a request, which never changes what the caller holds; or why there can be none. */
export function carrierOf(file: ParsedFile, request: Request, inherited?: string): CarrierMaker | Refusal {
  const { args, optionsIndex } = request;
  const options = args[optionsIndex];
  if (!options || isCallback(request, options)) return missing(file, request, inherited);
  if (options.type === 'identifier' || options.type === 'member_expression') {
    const access = `${options.text}${isCertain(options) ? '' : '?'}.headers`;
    return (style, taken) => {
      const name = freeName(taken, 'headers', 'requestHeaders');
      return {
        ...copied(request, style, access, name),
        edits: [{ ...rangeOf(options), text: `{ ...${options.text}, ${shorthand(name)} }` }],
      };
    };
  }
  if (options.type !== 'object') {
    return {
      refusal: 'The options of this call cannot be told from its arguments: write them as an object first.',
    };
  }
  const members = options.namedChildren.filter((child) => child.type !== 'comment');
  const at = members.findIndex(
    (child) => child.text === 'headers' || unquoted(child.childForFieldName('key')?.text) === 'headers',
  );
  const spreads = members.filter((child) => child.type === 'spread_element');
  if (at < 0 ? spreads.length > 1 : members.slice(at).some((child) => child.type === 'spread_element')) {
    return {
      refusal: 'The headers of this call cannot be told from its options: write `headers` after the spreads.',
    };
  }
  const member = members[at];
  if (!member) {
    const spread = spreads[0]?.firstNamedChild;
    if (spread && !/^(?:identifier|member_expression)$/.test(spread.type)) {
      return {
        refusal:
          'The headers of this call cannot be told from its options: write `headers` after the spreads.',
      };
    }
    return (style, taken) => {
      const name = freeName(taken, 'headers', 'requestHeaders');
      const own = spread
        ? copied(request, style, `${spread.text}${isCertain(spread) ? '' : '?'}.headers`, name)
        : fresh(style, name, inherited);
      return { ...own, edits: appended(file, options, shorthand(name)) };
    };
  }
  const value = member.childForFieldName('value');
  if (request.client.headers === 'object' && isList(value ?? member)) {
    return {
      refusal:
        'The headers of this call are no plain object, which the context could be added to: make them one first.',
    };
  }
  return (style, taken) => {
    const name = freeName(taken, 'headers', 'requestHeaders');
    const own =
      value?.type === 'object'
        ? moved(file, value, style, name)
        : copied(request, style, (value ?? member).text, name);
    return { ...own, edits: [{ ...rangeOf(member), text: shorthand(name) }] };
  };
}

/** Options where there are none. */
function missing(file: ParsedFile, request: Request, inherited?: string): CarrierMaker | Refusal {
  const { args, optionsIndex, call } = request;
  const list = call.childForFieldName('arguments')!;
  return (style, taken) => {
    const name = freeName(taken, 'headers', 'requestHeaders');
    const own = fresh(style, name, inherited);
    const callback = args[optionsIndex];
    const object = `{ ${shorthand(name)} }`;
    if (callback) {
      const at = callback.startIndex;
      return { ...own, edits: [{ start: at, end: at, text: `${object}, ` }] };
    }
    const gap = Array.from({ length: Math.max(0, optionsIndex - args.length) }, () => 'undefined, ').join('');
    return { ...own, edits: appended(file, list, gap + object) };
  };
}

function fresh(style: Style, name: string, inherited?: string): Omit<Carrier, 'edits'> {
  const { semicolon: end } = style;
  if (inherited) return { lines: [`const ${name} = new Headers(${inherited})${end}`], name, isHeaders: true };
  const type = style.typed ? ': Record<string, string>' : '';
  return { lines: [`const ${name}${type} = {}${end}`], name, isHeaders: false };
}

/** A literal moves. */
function moved(file: ParsedFile, value: Node, style: Style, name: string): Omit<Carrier, 'edits'> {
  const own = indentationOf(file.text, value.startIndex);
  const [first, ...rest] = value.text.split(/\r?\n/);
  const lines = [first!, ...rest.map((line) => (line.startsWith(own) ? line.slice(own.length) : line))];
  lines[0] = `const ${name} = ${lines[0]!}`;
  lines.push(lines.pop()! + style.semicolon);
  return { lines, name, isHeaders: false };
}

/** What somebody else holds is copied. */
function copied({ client }: Request, style: Style, expression: string, name: string): Omit<Carrier, 'edits'> {
  const { semicolon: end } = style;
  return client.headers === 'Headers'
    ? { lines: [`const ${name} = new Headers(${expression})${end}`], name, isHeaders: true }
    : { lines: [`const ${name} = { ...${expression} }${end}`], name, isHeaders: false };
}

function shorthand(name: string): string {
  return name === 'headers' ? name : `headers: ${name}`;
}

function isCertain(node: Node): boolean {
  return node.type === 'identifier' && (constantObject(node) !== undefined || isRequired(node));
}

/** A typed parameter that is never left out. */
function isRequired(node: Node): boolean {
  for (const outer of selfAndAncestors(node)) {
    if (!isFunction(outer)) continue;
    const parameter = outer
      .childForFieldName('parameters')
      ?.namedChildren.find((one) => one.childForFieldName('pattern')?.text === node.text);
    if (!parameter) continue;
    if (parameter.childForFieldName('value')?.type === 'object') return true;
    const type = parameter.childForFieldName('type')?.text ?? '';
    return parameter.type === 'required_parameter' && type !== '' && !/\bundefined\b|\bnull\b/.test(type);
  }
  return false;
}

/** What takes the response of a client that tells of it by events. */
export function isCallback({ client }: Request, node: Node): boolean {
  if (!client.isEmitter) return false;
  if (isFunction(node)) return true;
  return (
    node.type === 'identifier' &&
    /(?:cb|callback|handler|listener|done|resolve|^on[A-Z]\w*)$/i.test(node.text)
  );
}

/** The member of the options of that name. */
export function option(request: Request, name: string): Node | undefined {
  const literal = optionsLiteral(request);
  const shorthandMember = literal?.namedChildren.find(
    (child) => child.type === 'shorthand_property_identifier' && child.text === name,
  );
  return property(literal, name) ?? shorthandMember;
}

function unquoted(key: string | undefined): string | undefined {
  return key?.replace(/^(['"])(.*)\1$/, '$2');
}

/** Headers in another form than an object with a property each. */
function isList(value: Node): boolean {
  const isOther = (node: Node | null): boolean => /^(?:array|new_expression)$/.test(node?.type ?? '');
  if (/^(?:shorthand_property_)?identifier$/.test(value.type)) {
    const made = nodesOf(value.tree, 'variable_declarator').filter(
      (node) => node.childForFieldName('name')?.text === value.text,
    );
    const parameter = nodesOf(value.tree, 'required_parameter', 'optional_parameter').filter(
      (node) => node.childForFieldName('pattern')?.text === value.text,
    );
    return (
      made.some((node) => isOther(node.childForFieldName('value'))) ||
      parameter.some((node) =>
        /\[\]|^:\s*(?:Headers|Map|Array|Iterable)\b/.test(node.childForFieldName('type')?.text ?? ''),
      )
    );
  }
  return isOther(value);
}
