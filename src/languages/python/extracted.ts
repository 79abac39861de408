import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { Refusal } from '../idioms/attempt.ts';
import { indentationOf, indentationUnit, lineEnding, lineStart, stepped } from '../layout.ts';
import { nodesOf } from '../nodesOf.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants } from '../syntax.ts';
import { openingOf, type Lines } from './block.ts';
import type { ModuleNames } from './moduleNames.ts';

/** How an expression gets statements of its own. */
export type Extraction =
  /** It is all that its statement does: the statement stands for it. */
  | { readonly statement: Node; readonly variable?: undefined }
  /** It is computed above its statement, below `head`, into a variable. */
  | {
      readonly statement: Node;
      readonly variable: true;
      readonly edits: (names: ModuleNames, head: Lines) => TextEdit[];
    };

const expressions =
  /^(?:call|await|attribute|subscript|list|dictionary|set|tuple|parenthesized_expression|conditional_expression|(?:list|set|dictionary)_comprehension|generator_expression|(?:binary|unary|boolean|comparison|not)_operator|string|concatenated_string|yield|identifier|integer|float|true|false|none|lambda|named_expression)$/;
const values = /^(?:identifier|integer|float|true|false|none|string|lambda)$/;

export function isExpression(node: Node): boolean {
  return node.isNamed && expressions.test(node.type);
}

/** Computing the expression before its statement must change neither whether nor when it happens. */
export function extracted(file: ParsedFile, selected: Node): Extraction | Refusal {
  // What is called in an `await` only begins there.
  const expression = selected.parent?.type === 'await' ? selected.parent : selected;
  if (values.test(expression.type)) {
    return { refusal: 'This expression is only a value: select one that does something.' };
  }
  if (isTarget(expression)) {
    return { refusal: 'This expression is what the statement sets: select the whole statement.' };
  }
  let isDirect = true;
  for (let at = expression; at.parent; at = at.parent) {
    const { parent } = at;
    if (isSimple(at)) {
      return isDirect ? { statement: at } : extraction(file, expression, at);
    }
    if (parent.type === 'block' || parent.type === 'module') return extraction(file, expression, at);
    const refusal = orderRefusal(file, at, parent);
    if (refusal && !isDirectIn(parent, at)) return { refusal };
    isDirect &&= isDirectIn(parent, at);
  }
  return { refusal: 'This expression belongs to no statement.' };
}

function isSimple(node: Node): boolean {
  return /^(?:expression_statement|return_statement|raise_statement|delete_statement)$/.test(node.type);
}

/** Whether a statement or its value does nothing but what the expression does. */
function isDirectIn(parent: Node, node: Node): boolean {
  if (/^(?:expression_statement|await|parenthesized_expression)$/.test(parent.type)) return true;
  if (parent.type === 'return_statement') return true;
  return /^(?:augmented_)?assignment$/.test(parent.type) && parent.childForFieldName('right')?.id === node.id;
}

/** Why `node` may not be computed before the rest of `parent`; '' where it is what comes first anyway. */
function orderRefusal(file: ParsedFile, node: Node, parent: Node): string {
  const advice = 'assign it to a variable on a line of its own first.';
  const children = parent.namedChildren.filter((child) => child.type !== 'comment');
  const place = children.findIndex((child) => child.id === node.id);
  switch (parent.type) {
    case 'lambda':
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
    case 'for_in_clause':
    case 'if_clause':
    case 'while_statement':
    case 'elif_clause':
    case 'case_clause':
    case 'assert_statement':
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'decorator':
    case 'type':
    case 'function_definition':
    case 'class_definition':
      return `This expression may run later, several times or not at all: ${advice}`;
    case 'conditional_expression':
      return place === 1 ? '' : `This expression only runs on a condition: ${advice}`;
    case 'boolean_operator':
      return place === 0 ? '' : `This expression only runs on a condition: ${advice}`;
    case 'comparison_operator':
      if (place > 1) return `This expression only runs on a condition: ${advice}`;
      break;
    case 'assignment':
    case 'for_statement':
      if (parent.childForFieldName('right')?.id === node.id) return '';
      return `This expression is part of what is set, which comes last: ${advice}`;
    default:
  }
  return children.slice(0, place).every((child) => isInert(file, child))
    ? ''
    : `Other parts of the statement run before this expression: ${advice}`;
}

/** Whether a statement sets or deletes what the node names, by itself or in a list. */
function isTarget(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (/^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern)$/.test(parent.type))
    return isTarget(parent);
  if (/^(?:as_pattern_target|delete_statement)$/.test(parent.type)) return true;
  if (parent.type === 'expression_list') return parent.parent?.type === 'delete_statement';
  return parent.childForFieldName('left')?.id === node.id && !/_operator$/.test(parent.type);
}

/** What gives the same value before and after any other code: constants, and names that no other function rebinds. */
function isInert(file: ParsedFile, node: Node): boolean {
  switch (node.type) {
    case 'identifier':
      return !isRebound(file, node.text);
    case 'attribute': {
      // The method of an object that a name stands for; an object's state could be another one meanwhile.
      const object = node.childForFieldName('object')!;
      const isCallee =
        node.parent?.type === 'call' && node.parent.childForFieldName('function')?.id === node.id;
      return isCallee && object.type === 'identifier' && !isRebound(file, object.text);
    }
    case 'keyword_argument':
      return isInert(file, node.childForFieldName('value')!);
    case 'string':
      return !node.namedChildren.some((child) => child.type === 'interpolation');
    default:
      return /^(?:integer|float|true|false|none|string_start|string_content)$/.test(node.type);
  }
}

function isRebound(file: ParsedFile, name: string): boolean {
  return nodesOf(file.tree, 'global_statement', 'nonlocal_statement').some((statement) =>
    statement.namedChildren.some((child) => child.text === name),
  );
}

function extraction(file: ParsedFile, expression: Node, statement: Node): Extraction | Refusal {
  const { text } = file;
  const inside = [expression, ...descendants(expression)];
  if (inside.some((node) => node.type === 'yield')) {
    return {
      refusal: 'The expression hands a value out in the middle of a statement: select the whole statement.',
    };
  }
  if (inside.some((node) => node.type === 'string' && node.startPosition.row < node.endPosition.row)) {
    return { refusal: 'The expression holds a string of several lines: select the whole statement.' };
  }
  const edits = (names: ModuleNames, head: Lines): TextEdit[] => {
    const eol = lineEnding(text);
    const unit = indentationUnit(text, '    ');
    const opening = openingOf(statement);
    const oneLine = opening?.endPosition.row === statement.startPosition.row;
    const base = indentationOf(text, statement.startIndex) + (oneLine ? unit : '');
    const variable = names.free('result', 'value');
    const [firstLine, ...rest] = expression.text.split(/\r?\n/);
    const own = indentationOf(text, expression.startIndex);
    const moved = rest.map((line) => (line.startsWith(own) ? base + unit + line.slice(own.length) : line));
    const value = [firstLine, ...moved].join(eol);
    const closed =
      /^(?:call|list|dictionary|set|tuple|.*_comprehension|generator_expression|parenthesized_expression|subscript)$/;
    const whole = rest.length > 0 && !closed.test(expression.type) ? `(${value})` : value;
    const above = head.map((line) => base + stepped(line, unit) + eol).join('');
    const computed = `${above}${base}${unit}${variable} = ${whole}${eol}`;
    // `if ready: go(first())`: the statement gets a line of its own.
    const start = oneLine ? opening.endIndex : lineStart(text, statement.startIndex);
    const moves = oneLine
      ? { start, end: statement.startIndex, text: eol + computed + base }
      : { start, end: start, text: computed };
    // The parentheses of a generator expression may be those of the call around it.
    const isArgument = expression.type === 'generator_expression' && expression.parent?.type === 'call';
    return combined([
      moves,
      {
        start: expression.startIndex,
        end: expression.endIndex,
        text: isArgument ? `(${variable})` : variable,
      },
    ]);
  };
  return { statement, variable: true, edits };
}
