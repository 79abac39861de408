import { decodeSpans } from '../../../../src/otlp/decodeSpans.ts';
import type { AnyValue, KeyValue } from '../../../../src/otlp/value.ts';
import type { Condition, Field, Literal, Spanset, Test } from '../../../../src/store/query/traceql.ts';
import type { Span } from '../../../../src/trace/span.ts';
import type { Stored } from './traces.ts';

/** The same answer as the evaluator's, told as plainly as can be: over decoded spans, with sets and loops. */
export function naivelyFinds(spanset: Spanset, { row, chunks }: Stored): boolean {
  const spans = chunks.flatMap(decodeSpans);
  const parentOf = (span: Span) => spans.find(({ spanId }) => spanId === span.parentSpanId);
  const isBelow = (span: Span, above: Span): boolean => {
    const parent = parentOf(span);
    return parent !== undefined && (parent === above || isBelow(parent, above));
  };
  const relations = {
    '>': (a: Span, b: Span) => parentOf(b) === a,
    '>>': (a: Span, b: Span) => isBelow(b, a),
    '<': (a: Span, b: Span) => parentOf(a) === b,
    '<<': (a: Span, b: Span) => isBelow(a, b),
    '~': (a: Span, b: Span) => a !== b && parentOf(a) !== undefined && parentOf(a) === parentOf(b),
  };

  const select = (part: Spanset): Span[] => {
    switch (part.kind) {
      case 'filter':
        return spans.filter((span) => holds(part.condition, span));
      case 'refined':
        return select(part.of).filter((span) => holds(part.by, span));
      case 'aggregate': {
        const { of, operator, value } = part.aggregate;
        const selected = select(part.of);
        const durations = selected.map((span) => Number(durationOf(span)));
        const sum = durations.reduce((total, duration) => total + duration, 0);
        const figures = {
          count: selected.length,
          sum,
          avg: sum / selected.length,
          min: Math.min(...durations),
          max: Math.max(...durations),
        };
        return selected.length > 0 && ordered(figures[of], operator, Number(value)) ? selected : [];
      }
      default: {
        const left = select(part.left);
        const right = select(part.right);
        if (part.kind === 'structure')
          return right.filter((b) => left.some((a) => relations[part.relation](a, b)));
        return part.kind === 'and' && (left.length === 0 || right.length === 0)
          ? []
          : [...new Set([...left, ...right])];
      }
    }
  };

  const holds = (condition: Condition, span: Span): boolean => {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'not':
        return !holds(condition.of, span);
      case 'and':
        return holds(condition.left, span) && holds(condition.right, span);
      case 'or':
        return holds(condition.left, span) || holds(condition.right, span);
      case 'test':
        return compares(condition, valuesOf(condition.field, span));
    }
  };

  const valuesOf = (field: Field, span: Span): AnyValue[] => {
    if (field.kind === 'attribute') {
      const named = (list: readonly KeyValue[]) =>
        list
          .filter(({ key, value }) => key === field.key && Object.keys(value).length > 0)
          .map(({ value }) => value);
      switch (field.scope) {
        case 'any':
          return named(span.attributes).length > 0 ? named(span.attributes) : named(span.resource);
        case 'span':
          return named(span.attributes);
        case 'resource':
          return named(span.resource);
        case 'instrumentation':
          return named(span.scope.attributes);
        case 'event':
          return span.events.flatMap(({ attributes }) => named(attributes));
        default:
          return span.links.flatMap(({ attributes }) => named(attributes));
      }
    }
    const { scope, name } = field.intrinsic;
    const texts: Record<string, string[]> = {
      'span name': [span.name],
      'span message': [span.statusMessage],
      'span id': [span.spanId],
      'span parent': span.parentSpanId ? [span.parentSpanId] : [],
      'trace name': [row.rootName],
      'trace service': [row.rootService],
      'trace id': [row.traceId],
      'event name': span.events.map((event) => event.name).filter(Boolean),
      'link trace': span.links.map((link) => link.traceId),
      'link id': span.links.map((link) => link.spanId),
      'instrumentation name': [span.scope.name].filter(Boolean),
      'instrumentation version': [span.scope.version].filter(Boolean),
      'span kind': [span.kind],
      'span status': [span.status],
    };
    const found = texts[`${scope} ${name}`];
    if (found) return found.map((stringValue) => ({ stringValue }));
    return [{ intValue: String(scope === 'trace' ? row.end - row.start : durationOf(span)) }];
  };

  return select(spanset).length > 0;
}

function durationOf(span: Span): bigint {
  return BigInt(span.endUnixNano) - BigInt(span.startUnixNano);
}

function compares({ operator, literal }: Test, values: readonly AnyValue[]): boolean {
  if (literal.type === 'nil') return (values.length === 0) === (operator === '=');
  return values.some((value) => {
    if (!('arrayValue' in value)) return isTrue(value, operator, literal);
    const elements = (value as { arrayValue: { values?: AnyValue[] } }).arrayValue.values ?? [];
    return operator.startsWith('!')
      ? elements.every((element) => isTrue(element, operator, literal))
      : elements.some((element) => isTrue(element, operator, literal));
  });
}

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];

function isTrue(value: AnyValue, operator: string, literal: Literal): boolean {
  const { stringValue, intValue, doubleValue, boolValue } = value as Record<
    string,
    string | number | boolean
  >;
  switch (literal.type) {
    case 'text':
      if (typeof stringValue !== 'string') return false;
      if (operator.endsWith('~'))
        return new RegExp(`^(?:${literal.value})$`, 'su').test(stringValue) === (operator === '=~');
      return ordered(stringValue, operator, literal.value);
    case 'number':
      if (intValue !== undefined) return ordered(BigInt(intValue), operator, literal.value);
      return doubleValue !== undefined && ordered(Number(doubleValue), operator, literal.value);
    case 'boolean':
      return boolValue !== undefined && (boolValue === literal.value) === (operator === '=');
    case 'nil':
      return false;
    default: {
      const words = literal.type === 'kind' ? KINDS : STATUSES;
      return (stringValue === words[Number(literal.value)]) === (operator === '=');
    }
  }
}

function ordered<T extends string | number | bigint>(
  a: T,
  operator: string,
  b: T | number | bigint,
): boolean {
  // An integer and a double may be equal.
  if (operator === '=') return a == b;
  if (operator === '!=') return a != b;
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}
