import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { AttributeIdioms, NamedValue, SeenValue } from '../../idioms/attributes.ts';
import { indentationOf, lineEnd, lineEnding, lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { wholeNodes } from '../../wholeNodes.ts';
import { written } from '../block.ts';
import { statementsOf } from '../body.ts';
import { functionAt, isGenerator, isSignature } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { isTyped, quoted, styleOf } from '../style.ts';
import {
  activeSpanCallback,
  isKeptForLater,
  parameterOf,
  spanVariableAt,
  startedSpan,
} from './currentSpan.ts';
import { attributeValue } from './types.ts';

/** The longest line that Prettier leaves as it is. */
const WIDTH = 80;

const values: AttributeIdioms['values'] = (file, selection) => {
  const target = functionAt(file, selection);
  const node = target?.node;
  const parameters = node?.childForFieldName('parameters') ?? node?.childForFieldName('parameter');
  const owner =
    ownerOf(node) ||
    (target?.name
      .split('.')
      .at(-1)
      ?.replace(/ callback$/, '') ??
      '');
  const scope = node ?? file.tree.rootNode;
  const isIn = (one: Node): boolean => one.startIndex < selection.end && one.endIndex > selection.start;
  const selects = selection.start < selection.end;
  const recorded = recordedIn(scope);
  const seen = (all: readonly NamedValue[]): SeenValue[] =>
    all.map((value) => ({ ...value, isRecorded: recorded.has(value.name) }));
  if (selects && !(parameters && isIn(parameters))) {
    const statements = settersIn(file, selection);
    if (statements.length === 0) {
      return {
        refusal:
          'The selection sets no variable: select whole declarations, or place the cursor in a function.',
      };
    }
    const found = statements.flatMap((statement) => variablesOf(statement, isTyped(file.path)));
    return { range: selection, owner, values: seen(found), node: statements.at(-1)!, areParameters: false };
  }
  if (!target) {
    return { refusal: 'There is no function here: place the cursor in one, or select a declaration.' };
  }
  const all =
    parameters?.type === 'formal_parameters' ? parameters.namedChildren : parameters ? [parameters] : [];
  const chosen = all.filter((parameter) => !selects || isIn(parameter));
  const found = chosen.flatMap((parameter) => valuesOf(parameter, isTyped(file.path)));
  return { range: target.range, owner, values: seen(found), node: target.node, areParameters: true };
};

const set: AttributeIdioms['set'] = (file, { node, areParameters }, attributes) => {
  if (isSignature(node))
    return { refusal: 'This declares a function and has no code that could record a value.' };
  if (isBroken(node)) return { refusal: 'There is a syntax error in or beside this code: mend it first.' };
  const place = areParameters ? startOf(file, node) : afterStatement(file, node);
  if ('refusal' in place) return place;
  return () => {
    const { text } = file;
    const style = styleOf(file, node);
    const names = new ModuleNames(file, node, style);
    const span = place.variable || `${names.use('trace')}.getActiveSpan()?`;
    const eol = lineEnding(text);
    const base = indentationOf(text, place.statement.startIndex);
    const pairs = attributes.map(({ name, attribute, expression }) => {
      const key = /^[a-z_]\w*$/i.test(attribute) ? attribute : quoted(attribute, style.quote);
      return key === name && expression === name ? name : `${key}: ${expression}`;
    });
    const [only] = attributes;
    const single =
      attributes.length === 1 && only && !(only.isOptional && style.typed)
        ? `${span}.setAttribute(${quoted(only.attribute, style.quote)}, ${only.expression})${style.semicolon}`
        : `${span}.setAttributes({ ${pairs.join(', ')} })${style.semicolon}`;
    const lines =
      base.length + single.length <= WIDTH || attributes.length === 1
        ? [single]
        : [`${span}.setAttributes({`, ...pairs.map((pair) => `\t${pair},`), `})${style.semicolon}`];
    const insertion: TextEdit = {
      start: place.end,
      end: place.end,
      text: lines.map((line) => eol + written(line, base, style.unit)).join(''),
    };
    return combined([...names.edits(), insertion]);
  };
};

/** Where lines can be added: at the end of a line. */
interface Place {
  readonly end: number;
  /** A statement beside it. */
  readonly statement: Node;
  /** Variable of the span there, or ''. */
  readonly variable: string;
}

const later: Refusal = {
  refusal: 'This runs later, when the current span may be over: put it in a span of its own first.',
};

/** The first place in a function where its span is current. */
function startOf(file: ParsedFile, node: Node): Place | Refusal {
  const body = node.childForFieldName('body');
  const inBody = body?.type === 'statement_block' ? statementsOf(node) : [];
  const only = body?.type === 'statement_block' ? inBody[0] : body;
  const callback = only && inBody.length <= 1 ? activeSpanCallback(only) : undefined;
  if (body && body.type !== 'statement_block' && !callback) {
    return { refusal: 'This function is one expression: put it in a span or in braces first.' };
  }
  const statements = callback ? statementsOf(callback) : inBody;
  const first = statements[0];
  if (!first) return { refusal: 'This function has no statements that could run in a span.' };
  const started = startedSpan(first);
  if (started) return { end: lineEnd(file.text, first.endIndex), statement: first, variable: started };
  if (isGenerator(node)) {
    return {
      refusal:
        "A generator runs in its caller's span, whose attributes these are not: put it in a span first.",
    };
  }
  if (!callback && isKeptForLater(node)) return later;
  const isDerived =
    node.childForFieldName('name')?.text === 'constructor' && /\bsuper\s*\(/.test(body?.text ?? '');
  const above = isDerived ? first.previousNamedSibling : lastDirective(first);
  const opening = above ?? first.parent!.firstChild!;
  if (opening.endPosition.row === first.startPosition.row || lineHasMore(file.text, opening)) {
    return { refusal: 'The first statement shares a line with other code: give it a line of its own first.' };
  }
  return {
    end: lineEnd(file.text, opening.endIndex),
    statement: first,
    variable: callback ? parameterOf(callback) : '',
  };
}

/** The statement before the first one that can move, comments aside. */
function lastDirective(first: Node): Node | null {
  let before = first.previousNamedSibling;
  while (before?.type === 'comment') before = before.previousNamedSibling;
  return before;
}

function lineHasMore(text: string, node: Node): boolean {
  return !/^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(text.slice(node.endIndex, lineEnd(text, node.endIndex)));
}

function afterStatement({ text }: ParsedFile, statement: Node): Place | Refusal {
  const variable = spanVariableAt(statement);
  if (!variable && isKeptForLater(statement)) return later;
  for (const outer of selfAndAncestors(statement.parent)) {
    if (/function|method_definition|try_statement/.test(outer.type) && variable) break;
    if (/^(?:function|arrow|generator|method)/.test(outer.type)) break;
    if (/^(?:for|for_in|while|do)_statement$/.test(outer.type)) {
      return {
        refusal:
          'In a loop every round would overwrite the value: record one after the loop, or put the round in a span.',
      };
    }
  }
  const before = text.slice(lineStart(text, statement.startIndex), statement.startIndex);
  if (before.trim() !== '' || lineHasMore(text, statement)) {
    return { refusal: 'The statement shares its line with other code: give it a line of its own first.' };
  }
  return { end: lineEnd(text, statement.endIndex), statement, variable };
}

/** A method's values are those of its class. */
function ownerOf(node: Node | undefined): string {
  const body = node?.parent;
  const holder = node?.type === 'method_definition' && body?.type === 'class_body' ? body.parent : null;
  const name = holder?.childForFieldName('name') ?? node?.childForFieldName('name');
  const given = node?.parent?.type === 'variable_declarator' ? node.parent.childForFieldName('name') : null;
  return (name ?? given)?.text ?? '';
}

/** The variables that some attribute in the code has as its value. */
function recordedIn(scope: Node): ReadonlySet<string> {
  const holders = scope.descendantsOfType(['call_expression', 'pair']).flatMap((node) => {
    if (node.type === 'pair') {
      return node.childForFieldName('key')?.text === 'attributes'
        ? (node.childForFieldName('value') ?? [])
        : [];
    }
    const method = node.childForFieldName('function')?.childForFieldName('property')?.text ?? '';
    return /^setAttributes?$/.test(method) ? (node.childForFieldName('arguments') ?? []) : [];
  });
  const names = ['identifier', 'shorthand_property_identifier'];
  return new Set(holders.flatMap((holder) => holder.descendantsOfType(names)).map(({ text }) => text));
}

/** The declarations and assignments that a selection holds, or the one whose variable it is. */
function settersIn(file: ParsedFile, selection: { start: number; end: number }): Node[] {
  const isSetter = (node: Node): boolean =>
    /^(?:lexical|variable)_declaration$/.test(node.type) ||
    (node.type === 'expression_statement' && node.firstNamedChild?.type === 'assignment_expression');
  const target = nodeAt(file.tree.rootNode, selection);
  const holder = target?.parent;
  const isTarget =
    (holder?.childForFieldName('name') ?? holder?.childForFieldName('left'))?.id === target?.id;
  if (target?.type === 'identifier' && isTarget && holder?.parent && isSetter(holder.parent))
    return [holder.parent];
  const whole = wholeNodes(file, selection, (node) =>
    /^(?:statement_block|program|switch_case|switch_default)$/.test(node.type),
  );
  const nodes = whole?.inBlock ? whole.nodes : [];
  return nodes.every(isSetter) ? [...nodes] : [];
}

function variablesOf(statement: Node, isTypeScript: boolean): NamedValue[] {
  if (statement.type === 'expression_statement') {
    const assignment = statement.firstNamedChild!;
    const left = assignment.childForFieldName('left');
    if (left?.type !== 'identifier') return [];
    return [attributeValue(left.text, null, assignment.childForFieldName('right'), false, isTypeScript)];
  }
  return statement.namedChildren.flatMap((declarator) =>
    patternValues(
      declarator.childForFieldName('name'),
      declarator.childForFieldName('type'),
      declarator.childForFieldName('value'),
      false,
      isTypeScript,
    ),
  );
}

function valuesOf(parameter: Node, isTypeScript: boolean): NamedValue[] {
  const pattern = parameter.childForFieldName('pattern') ?? parameter;
  const type = parameter.childForFieldName('type');
  if (parameter.type === 'assignment_pattern') {
    return patternValues(
      parameter.childForFieldName('left'),
      null,
      parameter.childForFieldName('right'),
      false,
      isTypeScript,
    );
  }
  const isOptional = parameter.type === 'optional_parameter';
  return patternValues(pattern, type, parameter.childForFieldName('value'), isOptional, isTypeScript);
}

/** One variable, or those of a pattern whose type is written as an object's. */
function patternValues(
  pattern: Node | null,
  type: Node | null,
  value: Node | null,
  isOptional: boolean,
  isTypeScript: boolean,
): NamedValue[] {
  if (pattern?.type === 'identifier') {
    return [attributeValue(pattern.text, type, value, isOptional, isTypeScript)];
  }
  if (pattern?.type !== 'object_pattern') return [];
  const members = objectMembers(type);
  return pattern.namedChildren.flatMap((child) => {
    const hasDefault = child.type === 'object_assignment_pattern';
    const bound = hasDefault ? child.childForFieldName('left') : child;
    const name = bound?.type === 'pair_pattern' ? bound.childForFieldName('value') : bound;
    if (!/^(?:identifier|shorthand_property_identifier_pattern)$/.test(name?.type ?? '')) return [];
    const key = bound?.childForFieldName('key')?.text ?? name!.text;
    const member = members.get(key);
    const isMissing = !hasDefault && (member?.children.some((part) => part.type === '?') ?? false);
    const fallback = hasDefault ? child.childForFieldName('right') : null;
    return [
      attributeValue(
        name!.text,
        member?.childForFieldName('type') ?? null,
        fallback,
        isMissing,
        isTypeScript,
      ),
    ];
  });
}

/** The members of an object's type that is written in place, or that an interface or type of the file names. */
function objectMembers(annotation: Node | null): ReadonlyMap<string, Node> {
  const written = annotation?.firstNamedChild;
  const declared =
    written?.type === 'type_identifier'
      ? written.tree.rootNode
          .descendantsOfType(['interface_declaration', 'type_alias_declaration'])
          .find((node) => node.childForFieldName('name')?.text === written.text)
      : undefined;
  const object = declared?.childForFieldName('body') ?? declared?.childForFieldName('value') ?? written;
  const members = object?.namedChildren.filter((child) => child.type === 'property_signature') ?? [];
  return new Map(members.map((member) => [member.childForFieldName('name')?.text ?? '', member]));
}

export const attributes: AttributeIdioms = { values, set };
