import type { Node } from 'web-tree-sitter';
import { callsAt, type CallGrammar } from '../callsAt.ts';
import { combined, type TextEdit } from '../edit.ts';
import { entriesAdded } from '../entries.ts';
import type { Refusal } from '../idioms/attempt.ts';
import type { LinkOrigin, LinkSite, SpanLinkIdioms } from '../idioms/spanLinks.ts';
import type { ParsedFile } from '../parsed.ts';
import { withoutLines } from '../removed.ts';
import { descendants, holds, isBroken, rangeOf, selfAndAncestors } from '../syntax.ts';
import { argumentsOf, calleeName, property, receiverOf } from './calls.ts';
import { entersSameScope, isFunction } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { spanAt } from './spanScope.ts';
import { isAlone, linesBeside } from './statements.ts';
import { styleOf, type Style } from './style.ts';

const grammar: CallGrammar = {
  call: /^call_expression$/,
  statement: /_statement$|^(?:lexical|variable)_declaration$/,
  block: /^(?:statement_block|function_declaration|arrow_function|function_expression|class_body)$/,
};

/** Where contexts come from, and what to do about it. */
interface Found {
  readonly origin: LinkOrigin;
  readonly source: string;
  /** The argument that makes one of them the parent. */
  readonly parent?: Node;
  /** The statement that makes a parent, which nothing else reads. */
  readonly unread?: Node | undefined;
  /** The links as an expression, lines above the start, and other edits. */
  readonly links: (
    names: ModuleNames,
    style: Style,
  ) => { readonly text: string; readonly above?: readonly string[]; readonly edits?: readonly TextEdit[] };
}

const startAt: SpanLinkIdioms['startAt'] = (file, selection) => {
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    if (!/^start(?:Active)?Span$/.test(calleeName(call))) continue;
    if (isBroken(call)) return { refusal: 'There is a syntax error in or beside this call: mend it first.' };
    return siteOf(file, call);
  }
  return undefined;
};

function siteOf(file: ParsedFile, call: Node): LinkSite {
  const args = argumentsOf(call);
  const isActive = calleeName(call) === 'startActiveSpan';
  const options = args[1] && !isFunction(args[1]) ? args[1] : undefined;
  const parent = args.length === (isActive ? 4 : 3) ? args[2] : undefined;
  const found = parent ? ofParent(file, call, parent) : ofUnused(call);
  const reason = refuse(file, call, options, isActive && parent !== undefined);
  return {
    range: rangeOf(call),
    hasLinks: property(options, 'links') !== undefined || /\blinks\s*[,}]/.test(options?.text ?? ''),
    ...(found && { origin: found.origin }),
    source: found?.source ?? '',
    link: reason ?? (() => edits(file, call, options, found!)),
  };
}

function refuse(
  file: ParsedFile,
  call: Node,
  options: Node | undefined,
  isActive: boolean,
): Refusal | undefined {
  if (options && options.type !== 'object') {
    return {
      refusal: `The options are made elsewhere (\`${options.text}\`): write them as an object here first.`,
    };
  }
  if (isActive && /\b(?:getBaggage|getActiveBaggage)\b/.test(file.text)) {
    return {
      refusal: 'The context brings baggage along, which this file reads: a link would leave it behind.',
    };
  }
  const statement = statementOf(call);
  return statement && isStatementOfBlock(statement)
    ? undefined
    : {
        refusal:
          'Give this call a statement of its own in a block first, so that the links can stand above it.',
      };
}

function edits(file: ParsedFile, call: Node, options: Node | undefined, found: Found): TextEdit[] {
  const style = styleOf(file, call);
  const statement = statementOf(call)!;
  const names = new ModuleNames(file, call, style);
  const { text, above = [], edits: beside = [] } = found.links(names, style);
  const entry = text === 'links' ? 'links' : `links: ${text}`;
  const [name] = argumentsOf(call);
  const added = options
    ? entriesAdded(file, options, [entry], ' ')
    : { start: name!.endIndex, end: name!.endIndex, text: `, { ${entry} }` };
  // With the comma before it.
  const parent = found.parent ? [{ start: options!.endIndex, end: found.parent.endIndex, text: '' }] : [];
  const lines = above.length > 0 ? [linesBeside(file, statement, 'above', above, style)] : [];
  const all = combined([...names.edits(), ...beside, ...lines, added, ...parent]);
  return found.unread ? withoutLines(file.text, all, [found.unread]) : all;
}

function ofParent(file: ParsedFile, call: Node, parent: Node): Found | undefined {
  const source = parent.text;
  const alone = (origin: LinkOrigin): Found => ({
    origin,
    source,
    parent,
    links: (names, { semicolon }) => {
      const sender = names.free('sender', 'linkedSpan');
      return {
        text: `${sender} ? [{ context: ${sender} }] : []`,
        above: [`const ${sender} = ${names.use('trace')}.getSpanContext(${source})${semicolon}`],
      };
    },
  });
  if (isExtract(parent)) {
    return ofFirst(file, call, parent, parent) ?? alone(isStored(parent) ? 'stored' : 'one');
  }
  const list = elementOf(parent);
  if (list) return isListOf(list, call) ? ofList(list, parent) : undefined;
  if (parent.type !== 'identifier') return undefined;
  const given = valuesOf(source, call).filter(isExtract);
  const [first] = given;
  if (!first) return undefined;
  const loop = loopAround(first);
  if (!loop) return ofFirst(file, call, parent, first) ?? alone(isStored(first) ? 'stored' : 'one');
  if (holds(loop, call)) return alone(spanAt(loop)?.isCurrent ? 'batch' : 'one');
  const statement = statementOf(first);
  // A loop that stops at the one that it looked for.
  const stops = [...descendants(loop, entersSameScope)].some((node) => node.type === 'break_statement');
  if (
    stops ||
    given.length > 1 ||
    !statement ||
    !isStatementOfBlock(statement) ||
    !isAlone(file, statement)
  ) {
    return alone('one');
  }
  return {
    origin: 'loop',
    source,
    parent,
    links: (names, style) => {
      const { semicolon } = style;
      const links = names.free('links', 'spanLinks');
      const sender = names.free('sender', 'linkedSpan');
      return {
        text: links,
        edits: [
          linesBeside(file, loop, 'above', [`const ${links} = []${semicolon}`], style),
          linesBeside(
            file,
            statement,
            'below',
            [
              `const ${sender} = ${names.use('trace')}.getSpanContext(${source})${semicolon}`,
              `if (${sender}) ${links}.push({ context: ${sender} })${semicolon}`,
            ],
            style,
          ),
        ],
      };
    },
  };
}

/** `extract(…, messages[0].headers)` as the parent of a span in which all messages are worked on. */
function ofFirst(file: ParsedFile, call: Node, parent: Node, extract: Node): Found | undefined {
  const first = /(?<![\w$.])([\w$.]+)(?:\[0\]|\.at\(0\))!?\??(?=\.|\[|,|\))/g;
  const [list] = [...extract.text.matchAll(first)].map((match) => match[1]!);
  const isLooped = [...descendants(homeOf(call))].some(
    (node) =>
      node.startIndex > call.startIndex &&
      (node.type === 'for_in_statement'
        ? node.childForFieldName('right')?.text === list
        : /^(?:forEach|map|flatMap)$/.test(calleeName(node)) && receiverOf(node)?.text === list),
  );
  if (list === undefined || !isLooped) return undefined;
  const contextOf = (one: string): string => extract.text.replace(first, one);
  return {
    ...ofList(list, parent, contextOf, ['received', 'receivedMessage']),
    unread: unreadWithout(file, parent, extract),
  };
}

/** The statement that gives a variable its value, if that is all it does and nothing else reads the variable. */
function unreadWithout(file: ParsedFile, variable: Node, value: Node): Node | undefined {
  const statement = statementOf(value);
  const isDeclaration =
    /^(?:lexical|variable)_declaration$/.test(statement?.type ?? '') && statement?.namedChildCount === 1;
  if (variable.id === value.id || !isDeclaration || !isStatementOfBlock(statement)) return undefined;
  const named = [...descendants(homeOf(variable))].filter(
    ({ type, text }) => /identifier/.test(type) && text === variable.text,
  );
  return named.length === 2 && isAlone(file, statement) ? statement : undefined;
}

/** Contexts or links that are collected above the start, and that nothing takes. */
function ofUnused(call: Node): Found | undefined {
  const lists = ownNodes(call).filter(
    (node) => node.type === 'variable_declarator' && node.endIndex <= call.startIndex,
  );
  for (const list of lists) {
    const variable = list.childForFieldName('name')!.text;
    if (!/^[\p{L}_$][\p{L}\d_$]*$/u.test(variable) || isUsed(variable, call)) continue;
    if (isLinks(variable, call))
      return { origin: 'links', source: variable, links: () => ({ text: variable }) };
    if (isListOf(variable, call)) return ofList(variable);
  }
  return undefined;
}

/** A context without a span gives no link: the compiler asks. */
function ofList(
  variable: string,
  parent?: Node,
  contextOf = (one: string): string => one,
  wanted: readonly string[] = ['one', 'oneContext'],
): Found {
  return {
    origin: 'list',
    source: variable,
    ...(parent && { parent }),
    links: (names, { semicolon }) => {
      const links = names.free('links', 'spanLinks');
      const [one, sender] = [names.free(...wanted), names.free('sender', 'linkedSpan')];
      return {
        text: links,
        above: [
          `const ${links} = ${variable}.flatMap((${one}) => {`,
          `\tconst ${sender} = ${names.use('trace')}.getSpanContext(${contextOf(one)})${semicolon}`,
          `\treturn ${sender} ? [{ context: ${sender} }] : []${semicolon}`,
          `})${semicolon}`,
        ],
      };
    },
  };
}

function isExtract(node: Node): boolean {
  return node.type === 'call_expression' && calleeName(node) === 'extract';
}

/** Whether the carrier of an `extract` was parsed from JSON, in place or in the statement that made its variable. */
function isStored(extract: Node): boolean {
  const carrier = argumentsOf(extract)[1];
  if (!carrier) return false;
  const values = carrier.type === 'identifier' ? valuesOf(carrier.text, extract) : [carrier];
  return values.length === 1 && /\bJSON\.parse\(/.test(values[0]!.text);
}

/** The list in `contexts[0]`, `contexts.at(-1)`, with `!` or a default. */
function elementOf(node: Node): string | undefined {
  return /^([\w$]+)(?:\[\d+\]|\.at\(-?\d+\))!?(?:\s*\?\?.*)?$/s.exec(node.text)?.[1];
}

/** Whether a variable is a list of extracted contexts: by `map`, or by what is pushed in a loop. */
function isListOf(variable: string, place: Node): boolean {
  return isFilledBy(variable, place, (element) =>
    element.type === 'identifier' ? valuesOf(element.text, place).some(isExtract) : isExtract(element),
  );
}

/** Whether a variable is a list of links: of objects that have what a link has, and nothing else. */
function isLinks(variable: string, place: Node): boolean {
  return isFilledBy(variable, place, (element) => {
    const keys = element.namedChildren.map((pair) => (pair.childForFieldName('key') ?? pair).text);
    const others = keys.filter((key) => key !== 'context' && key !== 'attributes');
    return element.type === 'object' && keys.includes('context') && others.length === 0;
  });
}

function isFilledBy(variable: string, place: Node, isElement: (node: Node) => boolean): boolean {
  const values = valuesOf(variable, place);
  const [value] = values;
  if (values.length !== 1 || !value) return false;
  if (value.type === 'call_expression' && calleeName(value) === 'map') {
    const callback = argumentsOf(value)[0];
    let body = callback?.childForFieldName('body');
    if (body?.type === 'parenthesized_expression') body = body.firstNamedChild;
    return body ? isElement(body) : false;
  }
  if (value.text !== '[]') return false;
  const pushed = ownNodes(place).filter(
    (node) =>
      node.type === 'call_expression' && node.childForFieldName('function')?.text === `${variable}.push`,
  );
  return pushed.length > 0 && pushed.every((one) => argumentsOf(one).every(isElement));
}

/** Whether anything but `push` reads a variable. */
function isUsed(variable: string, place: Node): boolean {
  return [...descendants(homeOf(place))].some(
    (node) =>
      /^(?:identifier|shorthand_property_identifier)$/.test(node.type) &&
      node.text === variable &&
      !(
        node.parent?.type === 'variable_declarator' && node.parent.childForFieldName('name')?.id === node.id
      ) &&
      node.parent?.childForFieldName('property')?.text !== 'push',
  );
}

/** What a variable is given in the function, by its declaration and by assignments. */
function valuesOf(variable: string, place: Node): Node[] {
  return ownNodes(place).flatMap((node) => {
    if (node.type === 'variable_declarator' && node.childForFieldName('name')?.text === variable) {
      return node.childForFieldName('value') ?? [];
    }
    const isAssigned =
      node.type === 'assignment_expression' && node.childForFieldName('left')?.text === variable;
    return isAssigned ? node.childForFieldName('right')! : [];
  });
}

/** The function around a place, or the module. */
function homeOf(place: Node): Node {
  for (const outer of selfAndAncestors(place.parent)) if (isFunction(outer)) return outer;
  return place.tree.rootNode;
}

function ownNodes(place: Node): Node[] {
  return [...descendants(homeOf(place), entersSameScope)];
}

function loopAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (/^(?:for|for_in|while)_statement$/.test(outer.type)) return outer;
    if (isFunction(outer)) return undefined;
  }
  return undefined;
}

function statementOf(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) {
    if (grammar.statement.test(outer.type)) return outer;
    if (isFunction(outer)) return undefined;
  }
  return undefined;
}

function isStatementOfBlock(statement: Node): boolean {
  return /^(?:statement_block|program)$/.test(statement.parent?.type ?? '');
}

export const spanLinks: SpanLinkIdioms = { startAt };
