import { parser } from '@grafana/lezer-traceql';
import type { SyntaxNode } from '@lezer/common';
import { parseCondition } from './parseCondition.ts';
import { parseNumber } from './parseLiteral.ts';
import type { QueryText } from './queryText.ts';
import { childrenOf } from './syntaxTree.ts';
import {
  turned,
  type Aggregate,
  type Condition,
  type Operator,
  type Relation,
  type Spanset,
} from './traceql.ts';

/**
 * Reads TraceQL.
 * @throws StoreError with one sentence that names what is broken or not supported, and its position from 1.
 */
export function parseTraceql(query: QueryText): Spanset {
  const top = parser.parse(query.masked).topNode;
  assertSound(top, query);
  const [pipeline, hint] = childrenOf(top);
  if (hint) throw query.fault(hint.from, 'hints ("with") are not supported');
  return parseSpanset(pipeline!, query);
}

/** Whether the grammar can read it; it may still hold what is not supported. */
export function isTraceql(query: QueryText): boolean {
  return firstError(parser.parse(query.masked).topNode) === undefined;
}

function firstError(top: SyntaxNode): SyntaxNode | undefined {
  let error: SyntaxNode | undefined;
  top.cursor().iterate((node) => {
    if (node.type.isError) error ??= node.node;
  });
  return error;
}

function assertSound(top: SyntaxNode, query: QueryText): void {
  const error = firstError(top);
  if (!error) return;
  const rest = query.after(error.from);
  if (rest === '') throw query.fault(error.from, 'the query ends too early');
  const found = query.of(error).trim();
  if (found === '') throw query.fault(error.from, `something is missing before "${rest.split(/\s/, 1)[0]!}"`);
  if (/^["`]/.test(found)) throw query.fault(error.from, 'the text has no closing quote');
  if (/^[a-z]/i.test(found) && error.parent?.name !== 'FieldExpression') {
    throw query.fault(
      error.from,
      `"${found}" is not known here: attributes are written .${found} or span.${found}`,
    );
  }
  throw query.fault(error.from, `"${found}" is not expected here`);
}

function parseSpanset(node: SyntaxNode, query: QueryText): Spanset {
  const parts = childrenOf(node);
  // The grammar has no node for the sibling's operator.
  if (parts.length === 2) return parseStructure('~', parts[0]!, parts[1]!, query);
  const [first, operator, second] = parts;
  switch (first!.name) {
    case 'SpansetPipeline':
      return { kind: 'filter', condition: parseFilter(first!, query) };
    case 'WrappedSpansetPipeline':
    case 'SpansetPipelineExpression':
      break;
    default:
      throw unsupported(first!, query);
  }
  if (!operator || !second) return parseSpanset(first!, query);
  switch (operator.name) {
    case 'Pipe':
      return parseStage(parseSpanset(first!, query), second, query);
    case 'And':
    case 'Or': {
      const [left, right] = [parseSpanset(first!, query), parseSpanset(second, query)];
      return { kind: operator.name === 'And' ? 'and' : 'or', left, right };
    }
    case 'ExperimentalOp':
    case 'UnionStructuralOp':
      throw unsupported(operator, query);
    default:
      return parseStructure(query.of(operator) as Relation, first!, second, query);
  }
}

function parseStructure(relation: Relation, left: SyntaxNode, right: SyntaxNode, query: QueryText): Spanset {
  return { kind: 'structure', relation, left: parseSpanset(left, query), right: parseSpanset(right, query) };
}

/** What a filter in braces asks; `{}` takes every span. */
function parseFilter(pipeline: SyntaxNode, query: QueryText): Condition {
  const [filter] = childrenOf(pipeline);
  if (filter?.name === 'ScalarFilter')
    throw query.fault(filter.from, `"${query.of(filter)}" stands after "|" only`);
  if (filter?.name !== 'SpansetFilter') throw unsupported(filter ?? pipeline, query);
  const [condition] = childrenOf(filter);
  return condition ? parseCondition(condition, query) : { kind: 'constant', value: true };
}

/** What stands after a `|`. */
function parseStage(of: Spanset, node: SyntaxNode, query: QueryText): Spanset {
  const [pipeline, more] = childrenOf(node);
  if (more || pipeline!.name !== 'SpansetPipeline')
    throw query.fault((more ?? node).from, `"${query.of(more ?? node)}" is not supported after "|"`);
  const [stage] = childrenOf(pipeline!);
  if (stage!.name === 'ScalarFilter')
    return { kind: 'aggregate', of, aggregate: parseAggregate(stage!, query) };
  return { kind: 'refined', of, by: parseFilter(pipeline!, query) };
}

function parseAggregate(node: SyntaxNode, query: QueryText): Aggregate {
  const [first, sign, second] = childrenOf(node);
  const written = query.of(sign!) as Operator;
  const isTurned = first!.firstChild?.name !== 'Aggregate';
  const [call, number] = isTurned ? [second!, first!] : [first!, second!];
  const [aggregate, extra] = childrenOf(call);
  const [value, more] = childrenOf(number);
  if (aggregate?.name !== 'Aggregate' || extra || query.negations(call.from) > 0)
    throw query.fault(call.from, `"${query.of(call)}" is no count() or avg, min, max or sum of duration`);
  if (!value || more || !['Integer', 'Float', 'Duration'].includes(value.name))
    throw query.fault(number.from, `"${query.of(number)}" is no number and no duration`);
  if (written.includes('~')) throw query.fault(sign!.from, `${written} does not take a number or a duration`);
  const operator = isTurned ? turned(written) : written;
  const [name, field] = childrenOf(aggregate);
  if (!name) return { of: 'count', operator, value: parseNumber(value, query) };
  if (!field || !['duration', 'span:duration'].includes(query.of(field)))
    throw query.fault((field ?? name).from, `${query.of(name)} takes duration only`);
  return { of: query.of(name) as Aggregate['of'], operator, value: parseNumber(value, query) };
}

function unsupported(node: SyntaxNode, query: QueryText) {
  return query.fault(node.from, `"${query.of(node)}" is not supported`);
}
