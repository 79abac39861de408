import type { Node } from 'web-tree-sitter';
import { sensitivity } from '../../../semconv/sensitive.ts';
import type { NamePart } from '../../spanName.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { isRelative, serverOf, withoutSecrets, type Server } from '../../urlText.ts';
import { entersSameScope, isFunction } from '../functions.ts';
import { stringParts } from '../strings.ts';
import { typeOf } from './clients.ts';

/** What a span says of a request's URL. */
export interface Url {
  /** The expression of the whole URL; '' where it cannot be said without a secret, or is not known. */
  readonly full: string;
  /** It is computed: once, into a variable, which the call then takes. */
  readonly isComputed: boolean;
  /** Its value is a string already. */
  readonly isString: boolean;
  readonly server: Server | undefined;
}

const unknown: Url = { full: '', isComputed: false, isString: true, server: undefined };

export function urlOf(node: Node | undefined, quote: string): Url {
  if (!node) return unknown;
  const parts = stringParts(node, constantsAround(node));
  const server = serverOf(parts);
  const secrets = [node, ...descendants(node)].filter(
    ({ type, text }) => /^(?:property_)?identifier$/.test(type) && isSecret(text),
  );
  if (isRelative(parts)) return unknown;
  const isLiteral = /^(?:string|template_string|binary_expression)$/.test(node.type);
  const isString = isLiteral || parts !== undefined || typeOf(node) === 'string';
  const clean = isLiteral ? withoutSecrets(node.text, parts) : node.text;
  const isSafe = clean !== undefined && !secrets.some(({ text }) => new RegExp(`\\b${text}\\b`).test(clean));
  if (!isSafe) return { ...unknown, server };
  if (!isPlain(node)) {
    return clean === node.text ? { full: '', isComputed: true, isString, server } : { ...unknown, server };
  }
  if (!isLiteral && parts) {
    const text = parts.map((part) => part ?? '\0').join('');
    const safe = withoutSecrets(text, parts);
    if (safe !== text) {
      return parts.includes(null) || safe === undefined
        ? { ...unknown, server }
        : { full: quote + safe + quote, isComputed: false, isString, server };
    }
  }
  return { full: isString ? clean : `String(${clean})`, isComputed: false, isString, server };
}

/** A URL by what stands between its quotes. */
export function urlOfText(text: string, quote: string, parts: readonly NamePart[] = [text]): Url {
  const safe = withoutSecrets(text, parts);
  const full = safe === undefined ? '' : quote + safe + quote;
  return { full, isComputed: false, isString: true, server: serverOf(parts) };
}

function isSecret(name: string): boolean {
  return sensitivity(name) === 'a secret' || /(?:^|_|pre)signed|signature/i.test(name);
}

/** Reading it twice gives the same twice, and does nothing else. */
export function isPlain(node: Node): boolean {
  return [node, ...descendants(node)].every(
    ({ type }) =>
      !/^(?:call_expression|new_expression|await_expression|yield_expression|update_expression|assignment_expression|augmented_assignment_expression|arrow_function|function_expression|ternary_expression)$/.test(
        type,
      ),
  );
}

/** Texts by `const`, as the functions around and the module give them. */
export function constantsAround(node: Node): Map<string, readonly NamePart[]> {
  const constants = new Map<string, readonly NamePart[]>();
  if (node.type !== 'identifier' && node.descendantsOfType('identifier').length === 0) return constants;
  const scopes = [...selfAndAncestors(node)].filter((one) => one.type === 'program' || isFunction(one));
  for (const scope of scopes.toReversed()) {
    for (const name of parameterNames(scope)) constants.delete(name);
    for (const declarator of descendants(scope, entersSameScope)) {
      if (declarator.type !== 'variable_declarator' || !declarator.parent?.text.startsWith('const')) continue;
      const name = declarator.childForFieldName('name')?.text ?? '';
      const parts = stringParts(declarator.childForFieldName('value'), constants);
      if (parts) constants.set(name, parts);
      else constants.delete(name);
    }
  }
  return constants;
}

/** The names that a function's parameters have. */
export function parameterNames(node: Node): ReadonlySet<string> {
  const parameters = node.childForFieldName('parameters') ?? node.childForFieldName('parameter');
  const types = ['identifier', 'shorthand_property_identifier_pattern'];
  return new Set(
    parameters?.type === 'identifier'
      ? [parameters.text]
      : parameters?.descendantsOfType(types).map(({ text }) => text),
  );
}
