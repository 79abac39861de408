import type { Node } from 'web-tree-sitter';
import type { NamePart } from '../../spanName.ts';
import { sensitivity } from '../../../semconv/sensitive.ts';
import { nodesOf } from '../../nodesOf.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { isRelative, serverOf, withoutSecrets, type Server } from '../../urlText.ts';
import { entersSameScope } from '../functions.ts';
import { stringParts } from '../strings.ts';

/** What a span says of a request's URL. */
export interface Url {
  /** The expression of the whole URL; '' where it cannot be said without a secret, or is not known. */
  readonly full: string;
  /** It is computed: once, into a variable, which the call then takes. */
  readonly isComputed: boolean;
  readonly server: Server | undefined;
}

const unknown: Url = { full: '', isComputed: false, server: undefined };

export function urlOf(node: Node | undefined): Url {
  if (!node) return unknown;
  const constants = constantsAround(node);
  const parts = stringParts(node, constants);
  const server = serverOf(parts);
  const secrets = [node, ...descendants(node)].filter(
    ({ type, text }) => type === 'identifier' && isSecret(text),
  );
  if (isRelative(parts)) return unknown;
  if (!isPlain(node)) return { full: '', isComputed: true, server };
  if (!isLiteralText(node)) {
    if (secrets.length > 0) return { ...unknown, server };
    const named = withoutSecrets(joined(parts), parts);
    // The constant holds a secret: it is written out without it, where it is all text.
    if (parts && named !== joined(parts)) {
      return parts.includes(null)
        ? { ...unknown, server }
        : { full: `"${named ?? ''}"`, isComputed: false, server };
    }
    return { full: parts ? node.text : `str(${node.text})`, isComputed: false, server };
  }
  const clean = withoutSecrets(node.text, parts);
  const isSafe = !secrets.some(({ text }) => new RegExp(`\\{[^}]*\\b${text}\\b`).test(clean ?? ''));
  if (clean === undefined || !isSafe) return { ...unknown, server };
  const isPlainNow = /^f["']/i.test(clean) && !clean.includes('{');
  return { full: isPlainNow ? clean.slice(1) : clean, isComputed: false, server };
}

/** A string that the code writes out: literal, f-string. */
export function isLiteralText(node: Node): boolean {
  return /^(?:string|concatenated_string)$/.test(node.type);
}

function isSecret(name: string): boolean {
  return sensitivity(name) === 'a secret' || /(?:^|_|pre)signed|signature/i.test(name);
}

/** Reading it twice gives the same twice, and does nothing else. */
function isPlain(node: Node): boolean {
  return [node, ...descendants(node)].every(
    (inner) =>
      !inner.isNamed ||
      !/^(?:call|await|yield|named_expression|.*comprehension|generator_expression|lambda|conditional_expression)$/.test(
        inner.type,
      ),
  );
}

/** Texts by variable, as the functions around and the module give them, where they give them once. */
function constantsAround(node: Node): Map<string, readonly NamePart[]> {
  const constants = new Map<string, readonly NamePart[]>();
  if (node.type !== 'identifier' && node.descendantsOfType('identifier').length === 0) return constants;
  const scopes = [...selfAndAncestors(node)].filter(({ type }) =>
    /^(?:function_definition|module)$/.test(type),
  );
  for (const scope of scopes.toReversed()) {
    const parameters = scope.childForFieldName('parameters')?.descendantsOfType('identifier') ?? [];
    for (const { text } of parameters) constants.delete(text);
    const seen = new Set<string>();
    for (const assignment of descendants(scope, entersSameScope)) {
      if (!/^(?:augmented_)?assignment$/.test(assignment.type)) continue;
      const name = assignment.childForFieldName('left')?.text ?? '';
      const parts = stringParts(assignment.childForFieldName('right'), constants);
      if (parts && !seen.has(name) && assignment.type === 'assignment') constants.set(name, parts);
      else constants.delete(name);
      seen.add(name);
    }
    // What a function declares global it gives another value.
    if (scope.type === 'module') {
      const rebound = nodesOf(node.tree, 'global_statement').flatMap((one) => one.namedChildren);
      for (const { text } of rebound) constants.delete(text);
    }
  }
  return constants;
}

function joined(parts: readonly NamePart[] | undefined): string {
  return (parts ?? []).map((part) => part ?? '\0').join('');
}
