import type { Node } from 'web-tree-sitter';
import { callsAt, type CallGrammar } from '../callsAt.ts';
import { combined, type TextEdit } from '../edit.ts';
import type { LinkOrigin, LinkSite, SpanLinkIdioms } from '../idioms/spanLinks.ts';
import type { ParsedFile } from '../parsed.ts';
import { withoutLines } from '../removed.ts';
import { descendants, holds, isBroken, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsWith } from './argumentList.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { entersSameScope } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { scopeOf, spanAt } from './spanScope.ts';
import { isAlone, linesAfter, linesBefore } from './statements.ts';

const grammar: CallGrammar = {
  call: /^call$/,
  statement: /_statement$/,
  block: /^(?:block|function_definition|class_definition|lambda)$/,
};

/** Where contexts come from, and what to do about it. */
interface Found {
  readonly origin: LinkOrigin;
  readonly source: string;
  /** The argument that makes one of them the parent. */
  readonly parent?: Node;
  /** The statement that makes a parent, which nothing else reads. */
  readonly unread?: Node | undefined;
  /** The links as an expression, and edits beside the start. */
  readonly links: (names: ModuleNames) => { readonly text: string; readonly edits: readonly TextEdit[] };
}

const startAt: SpanLinkIdioms['startAt'] = (file, selection) => {
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    if (!/^start_(?:as_current_)?span$/.test(calleeName(call))) continue;
    if (isBroken(call)) return { refusal: 'There is a syntax error in or beside this call: mend it first.' };
    return siteOf(file, call);
  }
  return undefined;
};

function siteOf(file: ParsedFile, call: Node): LinkSite {
  const args = argumentsOf(call);
  const hasLinks = args.keyword.has('links') || args.positional.length > 4;
  const parent = args.keyword.get('context') ?? args.positional[1];
  const found = parent ? ofParent(file, call, parent) : ofUnused(call);
  return {
    range: rangeOf(call),
    hasLinks,
    ...(found && { origin: found.origin }),
    source: found?.source ?? '',
    link:
      found?.parent && !args.keyword.has('context')
        ? { refusal: 'The context is given by its place: write `context=` before it first.' }
        : () => edits(file, call, found!),
  };
}

function edits(file: ParsedFile, call: Node, found: Found): TextEdit[] {
  const names = new ModuleNames(file, call);
  const { text, edits: beside } = found.links(names);
  const list = call.childForFieldName('arguments')!;
  const argument = `links=${text}`;
  const changed = found.parent
    ? argumentsWith(file, list, [{ ...rangeOf(found.parent.parent!), text: argument }], [])
    : argumentsWith(file, list, [], [argument]);
  const all = combined([...names.edits(), ...beside, ...changed]);
  return found.unread ? withoutLines(file.text, all, [found.unread]) : all;
}

function ofParent(file: ParsedFile, call: Node, parent: Node): Found | undefined {
  const source = parent.text;
  const alone = (origin: LinkOrigin): Found => ({
    origin,
    source,
    parent,
    links: (names) => ({ text: `[${linkTo(names, source)}]`, edits: [] }),
  });
  if (isExtract(parent))
    return ofFirst(file, call, parent, parent) ?? alone(isStored(parent) ? 'stored' : 'one');
  if (parent.type === 'subscript') {
    const list = parent.childForFieldName('value')!;
    const isIndex = /^-?\d+$/.test(parent.childForFieldName('subscript')?.text ?? '');
    return isIndex && isListOf(list.text, call, isExtract) ? ofList(list.text, parent) : undefined;
  }
  if (parent.type !== 'identifier') return undefined;
  const given = assignmentsTo(source, call).filter((one) => isExtract(one.childForFieldName('right')!));
  const [first] = given;
  if (!first) return undefined;
  const loop = loopAround(first);
  const ofAll = loop ? undefined : ofFirst(file, call, parent, first.childForFieldName('right')!);
  if (ofAll) return ofAll;
  if (!loop) return alone(isStored(first.childForFieldName('right')!) ? 'stored' : 'one');
  if (holds(loop, call)) return alone(spanAt(loop)?.isCurrent ? 'batch' : 'one');
  const statement = first.parent!;
  // A loop that stops at the one that it looked for.
  const stops = [...descendants(loop, entersSameScope)].some((node) => node.type === 'break_statement');
  if (stops || given.length > 1 || !isAlone(file, statement)) return alone('one');
  return {
    origin: 'loop',
    source,
    parent,
    links: (names) => {
      const links = names.free('links', 'span_links');
      return {
        text: links,
        edits: [
          linesBefore(file, loop, [`${links} = []`]),
          linesAfter(file, statement, [`${links}.append(${linkTo(names, source)})`]),
        ],
      };
    },
  };
}

/** `extract(messages[0].headers)` as the parent of a span in which all messages are worked on. */
function ofFirst(file: ParsedFile, call: Node, parent: Node, extract: Node): Found | undefined {
  const list = /\b(\w+)\[0\]/.exec(extract.text)?.[1];
  const isLooped = ownNodes(call).some(
    (node) =>
      node.type === 'for_statement' &&
      node.startIndex > call.startIndex &&
      node.childForFieldName('right')!.text === list,
  );
  if (list === undefined || !isLooped) return undefined;
  const each = (one: string): string => extract.text.replace(new RegExp(`\\b${list}\\[0\\]`, 'g'), one);
  const found = ofList(list, parent, (names, one) => linkTo(names, each(one)), 'received');
  return { ...found, unread: unreadWithout(file, parent, extract) };
}

/** The statement that gives a function's variable its value, if nothing else reads that. */
function unreadWithout(file: ParsedFile, variable: Node, value: Node): Node | undefined {
  const scope = scopeOf(variable);
  const statement = value.parent?.type === 'assignment' ? value.parent.parent : null;
  if (scope.type !== 'function_definition' || statement?.type !== 'expression_statement') return undefined;
  const named = [...descendants(scope)].filter(
    ({ type, text }) => type === 'identifier' && text === variable.text,
  );
  return named.length === 2 && isAlone(file, statement) ? statement : undefined;
}

/** Contexts or links that are collected above the start, and that nothing takes. */
function ofUnused(call: Node): Found | undefined {
  const lists = ownNodes(call).filter(
    (node) =>
      node.type === 'assignment' &&
      node.endIndex <= call.startIndex &&
      node.childForFieldName('left')?.type === 'identifier',
  );
  for (const list of lists) {
    const variable = list.childForFieldName('left')!.text;
    if (isUsed(variable, call)) continue;
    if (isListOf(variable, call, isLink)) {
      return { origin: 'links', source: variable, links: () => ({ text: variable, edits: [] }) };
    }
    if (isListOf(variable, call, isExtract)) return ofList(variable);
    if (isListOf(variable, call, isSpanContext)) {
      return ofList(
        variable,
        undefined,
        (names, one) => `${names.use('opentelemetry', 'trace')}.Link(${one})`,
      );
    }
  }
  return undefined;
}

function ofList(variable: string, parent?: Node, link = linkTo, name = 'context'): Found {
  return {
    origin: 'list',
    source: variable,
    ...(parent && { parent }),
    links: (names) => {
      const one = names.free(name, `parent_${name}`);
      return { text: `[${link(names, one)} for ${one} in ${variable}]`, edits: [] };
    },
  };
}

/** A context without a span gives a link that the SDK leaves out. */
function linkTo(names: ModuleNames, context: string): string {
  const trace = names.use('opentelemetry', 'trace');
  return `${trace}.Link(${trace}.get_current_span(${context}).get_span_context())`;
}

function isExtract(node: Node): boolean {
  return node.type === 'call' && calleeName(node) === 'extract';
}

function isLink(node: Node): boolean {
  return node.type === 'call' && calleeName(node) === 'Link';
}

function isSpanContext(node: Node): boolean {
  return node.type === 'call' && calleeName(node) === 'get_span_context';
}

/** Whether the carrier of an `extract` was parsed from JSON, in place or in the statement that made its variable. */
function isStored(extract: Node): boolean {
  const carrier = argumentsOf(extract).keyword.get('carrier') ?? argumentsOf(extract).positional[0];
  if (!carrier) return false;
  const values =
    carrier.type === 'identifier'
      ? assignmentsTo(carrier.text, extract).map((one) => one.childForFieldName('right')!)
      : [carrier];
  return values.length === 1 && /\bjson\.loads\(/.test(values[0]!.text);
}

/** Whether a variable is a list of what `isElement` knows: by a comprehension, or by what is appended in a loop. */
function isListOf(variable: string, place: Node, isElement: (node: Node) => boolean): boolean {
  const assignments = assignmentsTo(variable, place);
  const value = assignments[0]?.childForFieldName('right');
  if (assignments.length !== 1 || !value) return false;
  if (value.type === 'list_comprehension') return isElement(value.childForFieldName('body')!);
  if (value.text !== '[]') return false;
  const added = ownNodes(place).filter(
    (node) => node.type === 'call' && node.childForFieldName('function')?.text === `${variable}.append`,
  );
  return (
    added.length > 0 &&
    added.every((one) => {
      const [element] = argumentsOf(one).positional;
      if (!element) return false;
      if (element.type !== 'identifier') return isElement(element);
      return assignmentsTo(element.text, place).some((each) => isElement(each.childForFieldName('right')!));
    })
  );
}

/** Asks how many there are, or shows them. */
function onlyLooks({ parent }: Node): boolean {
  if (parent?.type === 'argument_list')
    return /^(?:len|bool|print|debug|info|warning)$/.test(calleeName(parent.parent!));
  return /^(?:if_statement|not_operator)$/.test(parent?.type ?? '');
}

/** Whether anything takes what a variable holds; `append` and a look at it do not. */
function isUsed(variable: string, place: Node): boolean {
  return [...descendants(scopeOf(place))].some(
    (node) =>
      node.type === 'identifier' &&
      node.text === variable &&
      node.parent?.childForFieldName('left')?.id !== node.id &&
      node.parent?.childForFieldName('attribute')?.text !== 'append' &&
      !onlyLooks(node),
  );
}

function assignmentsTo(variable: string, place: Node): Node[] {
  return ownNodes(place).filter(
    (node) =>
      node.type === 'assignment' &&
      node.childForFieldName('left')?.text === variable &&
      node.childForFieldName('right') !== null,
  );
}

function ownNodes(place: Node): Node[] {
  return [...descendants(scopeOf(place), entersSameScope)];
}

function loopAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (/^(?:for|while)_statement$/.test(outer.type)) return outer;
    if (!entersSameScope(outer)) return undefined;
  }
  return undefined;
}

export const spanLinks: SpanLinkIdioms = { startAt };
