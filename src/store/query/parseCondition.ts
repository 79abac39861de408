import type { SyntaxNode } from '@lezer/common';
import { parseLiteral, unquoted } from './parseLiteral.ts';
import type { QueryText } from './queryText.ts';
import { regularExpression } from './regularExpression.ts';
import { childrenOf } from './syntaxTree.ts';
import {
  INTRINSICS,
  turned,
  type Condition,
  type Field,
  type Literal,
  type Operator,
  type Scope,
} from './traceql.ts';

/** Which operators TraceQL has for a type. */
const OPERATORS: Readonly<Record<Literal['type'], string>> = {
  text: '= != > >= < <= =~ !~',
  number: '= != > >= < <=',
  status: '= !=',
  kind: '= !=',
  boolean: '= !=',
  nil: '= !=',
};
const WORDS: Readonly<Record<Literal['type'], string>> = {
  text: 'a text in quotes',
  number: 'a number or a duration',
  status: 'error, ok or unset',
  kind: 'server, client, producer, consumer, internal or unspecified',
  boolean: 'true or false',
  nil: 'nil',
};

/**
 * What stands between the braces of a filter.
 * @throws StoreError for what is not supported and for types that do not fit, with the position.
 */
export function parseCondition(node: SyntaxNode, query: QueryText): Condition {
  const [left, operator, right] = childrenOf(node);
  if (left && operator && right) {
    const kind = operator.name === 'And' ? 'and' : operator.name === 'Or' ? 'or' : undefined;
    if (kind) return { kind, left: parseCondition(left, query), right: parseCondition(right, query) };
    return parseTest(left, operator, right, query);
  }
  const condition =
    left?.name === 'FieldExpression' ? parseGroup(node, left, query) : parseAlone(node, query);
  return query.negations(node.from) % 2 === 0 ? condition : { kind: 'not', of: condition };
}

/** A condition in parentheses. */
function parseGroup(node: SyntaxNode, inner: SyntaxNode, query: QueryText): Condition {
  if (query.text[node.from] !== '(') throw query.fault(node.from, 'arithmetic is not supported');
  return parseCondition(inner, query);
}

/** A field or a value without a comparison. */
function parseAlone(node: SyntaxNode, query: QueryText): Condition {
  const operand = parseOperand(node, query);
  if ('type' in operand) {
    if (operand.type === 'boolean') return { kind: 'constant', value: operand.value };
    throw query.fault(node.from, `a condition compares a field with ${query.of(node)}`);
  }
  if (operand.kind === 'intrinsic') throw query.fault(node.to, `${query.of(node)} is compared with nothing`);
  return { kind: 'test', field: operand, operator: '=', literal: { type: 'boolean', value: true } };
}

function parseTest(left: SyntaxNode, sign: SyntaxNode, right: SyntaxNode, query: QueryText): Condition {
  const written = query.of(sign) as Operator;
  if (!OPERATORS.text.split(' ').includes(written))
    throw query.fault(sign.from, `arithmetic ("${written}") is not supported`);
  const negated = [left, right].find(({ from }) => query.negations(from) > 0);
  if (negated) throw query.fault(negated.from, 'a "!" takes a condition in parentheses: !(…)');
  const first = parseOperand(left, query);
  const second = parseOperand(right, query);
  if ('type' in first === 'type' in second) {
    const sides = 'type' in first ? 'two values' : 'two fields';
    throw query.fault(
      sign.from,
      `comparing ${sides} is not supported: one side is a field, the other a value`,
    );
  }
  const [field, literal, place] =
    'type' in first ? [second as Field, first, left] : [first, second as Literal, right];
  const operator = 'type' in first ? turned(written) : written;
  if (field.kind === 'intrinsic' && literal.type !== 'nil' && literal.type !== field.intrinsic.type) {
    const name = query.of(place === left ? right : left);
    throw query.fault(place.from, `${name} is compared with ${WORDS[field.intrinsic.type]}`);
  }
  if (field.kind === 'attribute' && (literal.type === 'status' || literal.type === 'kind')) {
    const word = query.of(place);
    throw query.fault(place.from, `${word} is a ${literal.type}: for a text write "${word}"`);
  }
  if (!OPERATORS[literal.type].split(' ').includes(written))
    throw query.fault(sign.from, `${written} does not take ${WORDS[literal.type]}`);
  if (written.includes('~')) assertRegularExpression(literal, place, query);
  return { kind: 'test', field, operator, literal };
}

/** A field or a value, be it in parentheses. */
function parseOperand(node: SyntaxNode, query: QueryText): Field | Literal {
  const [child, more] = childrenOf(node);
  if (!child || more)
    throw query.fault((more ?? node).from, `"${query.of(more ?? node)}" is not supported here`);
  switch (child.name) {
    case 'Static':
      return parseLiteral(child, query);
    case 'IntrinsicField': {
      const intrinsic = INTRINSICS.get(query.of(child));
      if (!intrinsic) throw query.fault(child.from, `"${query.of(child)}" is not supported`);
      return { kind: 'intrinsic', intrinsic };
    }
    case 'AttributeField':
      return parseAttribute(child, query);
    default:
      if (query.text[node.from] !== '(') throw query.fault(node.from, 'arithmetic is not supported');
      return parseOperand(child, query);
  }
}

function parseAttribute(node: SyntaxNode, query: QueryText): Field {
  const parts = childrenOf(node);
  const scope = parts.length > 1 ? query.of(parts[0]!) : 'any';
  if (scope === 'parent')
    throw query.fault(node.from, 'the scope "parent" is not supported: write {…} > {…}');
  const name = query.of(parts.at(-1)!);
  return { kind: 'attribute', scope: scope as Scope, key: name.startsWith('"') ? unquoted(name) : name };
}

function assertRegularExpression(literal: Literal, node: SyntaxNode, query: QueryText): void {
  if (literal.type !== 'text') return;
  try {
    regularExpression(literal.value);
  } catch (error) {
    const reason = String(error).replace(/^.*: /s, '');
    throw query.fault(node.from, `${query.of(node)} is no regular expression (${reason})`);
  }
}
