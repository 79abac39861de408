import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { AttributeIdioms, NamedValue, SeenValue } from '../../idioms/attributes.ts';
import { indentationOf, indentationUnit, lineEnd, lineEnding, lineStart, stepped } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { wholeNodes } from '../../wholeNodes.ts';
import { openingOf } from '../block.ts';
import { decorators, functionAt, isGenerator } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { opensSpan, spanAround, startsSpan } from './currentSpan.ts';
import { attributeValue } from './types.ts';

const values: AttributeIdioms['values'] = (file, selection) => {
  const target = functionAt(file, selection);
  const definition = target?.node;
  const parameters = definition?.childForFieldName('parameters');
  const owner = ownerOf(definition);
  const scope = definition ?? file.tree.rootNode;
  const recorded = recordedIn(scope);
  const seen = (all: readonly NamedValue[]): SeenValue[] =>
    all.map((value) => ({ ...value, isRecorded: recorded.has(value.name) }));
  const isIn = (node: Node): boolean => node.startIndex < selection.end && node.endIndex > selection.start;
  const selects = selection.start < selection.end;
  if (selects && !(parameters && isIn(parameters))) {
    const statements = settersIn(file, selection);
    if (statements.length === 0) {
      return {
        refusal:
          'The selection sets no variable: select whole assignments, or place the cursor in a function.',
      };
    }
    const found = statements.flatMap((statement) => variableOf(statement, file.tree.rootNode));
    return {
      range: selection,
      owner,
      values: seen([...new Map(found.map((value) => [value.name, value])).values()]),
      node: statements.at(-1)!,
      areParameters: false,
    };
  }
  if (!definition)
    return { refusal: 'There is no function here: place the cursor in one, or select an assignment.' };
  if (definition.type === 'lambda')
    return { refusal: 'A lambda has no room for a statement: write it as a def first.' };
  const chosen = (parameters?.namedChildren ?? []).filter((parameter) => !selects || isIn(parameter));
  return {
    range: target.range,
    owner,
    values: seen(
      chosen.flatMap((parameter, place) => parameterOf(parameter, place === 0, file.tree.rootNode)),
    ),
    node: definition,
    areParameters: true,
  };
};

const set: AttributeIdioms['set'] = (file, target, attributes) => {
  const { node, areParameters } = target;
  if (file.path.endsWith('.pyi')) return { refusal: 'A stub file has no code that could record a value.' };
  if (isBroken(node)) return { refusal: 'There is a syntax error in or beside this code: mend it first.' };
  const place = areParameters ? startOf(file, node) : afterStatement(file, node);
  if ('refusal' in place) return place;
  return () => {
    const names = new ModuleNames(file, node);
    const quote = quoteOf(file.text);
    const span = place.variable || `${names.use('opentelemetry', 'trace')}.get_current_span()`;
    // Asked for once where there are several.
    const own = place.variable || (attributes.length > 1 ? names.free('span', 'current_span') : span);
    const lines = attributes.flatMap(({ name, attribute, expression, isOptional }) => {
      const call = `${own}.set_attribute(${quote}${attribute}${quote}, ${expression})`;
      return isOptional ? [`if ${name} is not None:`, `\t${call}`] : [call];
    });
    const all = own === span ? lines : [`${own} = ${span}`, ...lines];
    return combined([...names.edits(), inserted(file, place, all)]);
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

/** A method's values are those of its class. */
function ownerOf(definition: Node | undefined): string {
  const holder = definition?.parent?.type === 'decorated_definition' ? definition.parent : definition;
  const around = holder?.parent?.parent;
  const named = around?.type === 'class_definition' ? around : definition;
  return named?.childForFieldName('name')?.text ?? '';
}

/** The first place in a function where its span is current. */
function startOf({ text }: ParsedFile, definition: Node): Place | Refusal {
  const names = decorators(definition);
  if (names.some((name) => /(?:^|\.)overload$/.test(name))) {
    return { refusal: 'This declares an overload: its values are recorded in the implementation.' };
  }
  const body = definition.childForFieldName('body')!;
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  const isText =
    statements[0]?.type === 'expression_statement' && /string$/.test(statements[0].firstChild?.type ?? '');
  const docstring = isText ? statements.shift() : undefined;
  const first = statements[0];
  if (
    !first ||
    (statements.length === 1 && /^(?:pass|\.\.\.|raise NotImplementedError\b.*)$/s.test(first.text))
  ) {
    return { refusal: 'This function has no statements that could run in a span.' };
  }
  const started = startsSpan(first);
  const opened = opensSpan(first);
  if (isGenerator(definition) && !started && !opened) {
    return {
      refusal:
        "A generator runs in its caller's span, whose attributes these are not: put it in a span first.",
    };
  }
  if (started) return { end: lineEnd(text, first.endIndex), statement: first, variable: started.variable };
  const inside = opened ? first.childForFieldName('body')!.namedChildren.find(isCode)! : first;
  const header = (opened ? openingOf(inside) : (docstring ?? openingOf(first)))!;
  if (header.endPosition.row === inside.startPosition.row) {
    return { refusal: 'The first statement shares a line with the header: give it a line of its own first.' };
  }
  // Below empty lines, and above comments, which are about the statement.
  const end = lineEnd(text, header.endIndex);
  const empty = /^(?:\r?\n[ \t]*(?=\r?\n))*/.exec(text.slice(end))![0];
  return { end: end + empty.length, statement: inside, variable: opened?.variable ?? '' };
}

function afterStatement({ text }: ParsedFile, statement: Node): Place | Refusal {
  const span = spanAround(statement);
  for (const outer of selfAndAncestors(statement.parent)) {
    if (outer.id === span?.statement.id || outer.type === 'function_definition') break;
    if (/^(?:for|while)_statement$/.test(outer.type)) {
      return {
        refusal:
          'In a loop every round would overwrite the value: record one after the loop, or put the round in a span.',
      };
    }
  }
  if (
    [...selfAndAncestors(statement)].some(
      ({ type, parent }) => type === 'block' && parent?.type === 'class_definition',
    )
  ) {
    const isInClass = statement.parent?.parent?.type === 'class_definition';
    if (isInClass) return { refusal: 'This runs when the class is made, where no span is current.' };
  }
  if (!span && ![...selfAndAncestors(statement)].some(({ type }) => type === 'function_definition')) {
    return { refusal: 'This runs when the module is loaded, where no span is current.' };
  }
  const after = text.slice(statement.endIndex, lineEnd(text, statement.endIndex));
  const before = text.slice(lineStart(text, statement.startIndex), statement.startIndex);
  if (before.trim() !== '' || !/^\s*(?:#.*)?$/.test(after)) {
    return { refusal: 'The statement shares its line with other code: give it a line of its own first.' };
  }
  return { end: lineEnd(text, statement.endIndex), statement, variable: span?.variable ?? '' };
}

function inserted({ text }: ParsedFile, { end, statement }: Place, lines: readonly string[]): TextEdit {
  const eol = lineEnding(text);
  const base = indentationOf(text, statement.startIndex);
  const unit = indentationUnit(text, '    ');
  const written = lines.map((line) => eol + base + stepped(line, unit));
  return { start: end, end, text: written.join('') };
}

/** The variables that some attribute in the code has as its value. */
function recordedIn(scope: Node): ReadonlySet<string> {
  const holders = scope.descendantsOfType('call').flatMap((call) => {
    const args = call.childForFieldName('arguments');
    if (/(?:^|\.)set_attributes?$/.test(call.childForFieldName('function')?.text ?? '')) return args ?? [];
    const given = args?.namedChildren.find(
      (child) => child.type === 'keyword_argument' && child.childForFieldName('name')?.text === 'attributes',
    );
    return given?.childForFieldName('value') ?? [];
  });
  return new Set(holders.flatMap((holder) => holder.descendantsOfType('identifier')).map(({ text }) => text));
}

/** The assignments that a selection holds, or the one whose variable it is. */
function settersIn(file: ParsedFile, selection: { start: number; end: number }): Node[] {
  const isSetter = (node: Node): boolean =>
    node.type === 'expression_statement' &&
    /^(?:augmented_)?assignment$/.test(node.firstNamedChild?.type ?? '');
  const target = nodeAt(file.tree.rootNode, selection);
  const assigned =
    target?.type === 'identifier' && target.parent?.childForFieldName('left')?.id === target.id;
  if (assigned && target.parent.parent && isSetter(target.parent.parent)) return [target.parent.parent];
  const whole = wholeNodes(file, selection, (node) => node.type === 'block' || node.type === 'module');
  const nodes = whole?.inBlock ? whole.nodes : [];
  return nodes.every(isSetter) ? [...nodes] : [];
}

function variableOf(statement: Node, root: Node): NamedValue[] {
  const assignment = statement.firstNamedChild!;
  const left = assignment.childForFieldName('left');
  if (left?.type !== 'identifier') return [];
  const value = assignment.type === 'assignment' ? assignment.childForFieldName('right') : undefined;
  return [attributeValue(left.text, assignment.childForFieldName('type')?.text, value, root)];
}

function parameterOf(parameter: Node, isFirst: boolean, root: Node): NamedValue[] {
  const name =
    parameter.type === 'identifier'
      ? parameter.text
      : parameter.type === 'typed_parameter'
        ? parameter.firstNamedChild?.type === 'identifier' && parameter.firstNamedChild.text
        : parameter.childForFieldName('name')?.text;
  if (!name || (isFirst && /^(?:self|cls|mcs)$/.test(name))) return [];
  const annotation = parameter.childForFieldName('type')?.text;
  return [attributeValue(name, annotation, parameter.childForFieldName('value'), root)];
}

function isCode(node: Node): boolean {
  return node.type !== 'comment';
}

export const attributes: AttributeIdioms = { values, set };
