import { ATTR_SERVICE_NAME } from '../../semconv/names.ts';
import { durationOf, type TraceRow } from '../traceRow.ts';
import { isOrdered, matcherOf } from './matcher.ts';
import type { Condition, Operator, Spanset, Test } from './traceql.ts';

/** What a trace's summary alone says: true or false where it decides, undefined where its spans must be read. */
export type Verdict = (row: TraceRow) => boolean | undefined;

const UNDECIDED: Verdict = () => undefined;

/** Whether any span is selected. Undefined where no summary decides that. */
export function summaryScreen(spanset: Spanset): Verdict | undefined {
  const verdict = spansetVerdict(spanset);
  return verdict === UNDECIDED ? undefined : verdict;
}

function spansetVerdict(spanset: Spanset): Verdict {
  switch (spanset.kind) {
    case 'filter':
      return conditionVerdict(spanset.condition);
    case 'and':
      return both(spansetVerdict(spanset.left), spansetVerdict(spanset.right));
    case 'or':
      return either(spansetVerdict(spanset.left), spansetVerdict(spanset.right));
    case 'structure':
      return onlyIf(both(spansetVerdict(spanset.left), spansetVerdict(spanset.right)));
    case 'refined':
      return onlyIf(both(spansetVerdict(spanset.of), conditionVerdict(spanset.by)));
    case 'aggregate': {
      const { of, operator, value } = spanset.aggregate;
      const enough = of === 'count' ? atMost((row) => row.spans, operator, value) : UNDECIDED;
      return onlyIf(both(spansetVerdict(spanset.of), enough));
    }
  }
}

/** Whether the condition is true of every span, or of none. */
function conditionVerdict(condition: Condition): Verdict {
  switch (condition.kind) {
    case 'constant':
      return () => condition.value;
    case 'not': {
      const of = conditionVerdict(condition.of);
      if (of === UNDECIDED) return UNDECIDED;
      return (row) => {
        const verdict = of(row);
        return verdict === undefined ? undefined : !verdict;
      };
    }
    case 'and':
      return both(conditionVerdict(condition.left), conditionVerdict(condition.right));
    case 'or':
      return either(conditionVerdict(condition.left), conditionVerdict(condition.right));
    case 'test':
      return testVerdict(condition);
  }
}

function testVerdict({ field, operator, literal }: Test): Verdict {
  if (field.kind === 'attribute') {
    const isService = field.scope === 'resource' && field.key === ATTR_SERVICE_NAME;
    if (!isService || operator !== '=' || literal.type !== 'text' || literal.value === '') return UNDECIDED;
    return (row) => (row.services.includes(literal.value) ? undefined : false);
  }
  const { scope, name } = field.intrinsic;
  if (scope === 'trace')
    return literal.type === 'nil'
      ? () => operator === '!='
      : traceVerdict(field.intrinsic, operator, literal);
  if (scope !== 'span' || literal.type === 'nil') return UNDECIDED;
  if (name === 'duration' && literal.type === 'number') return atMost(durationOf, operator, literal.value);
  // A span's error is counted; whether it is this span's, its bytes say.
  if (name === 'status' && literal.type === 'status' && literal.value === ERROR && operator === '=')
    return (row) => (row.errors > 0 ? undefined : false);
  return UNDECIDED;
}

const ERROR = 2;

function traceVerdict(
  { name }: { readonly name: string },
  operator: Operator,
  literal: Test['literal'],
): Verdict {
  const matcher = matcherOf(operator, literal);
  if (name === 'duration') return (row) => matcher.number(durationOf(row));
  return (row) => {
    const bytes = Buffer.from(
      name === 'name' ? row.rootName : name === 'service' ? row.rootService : row.traceId,
    );
    return matcher.text(bytes, 0, bytes.length);
  };
}

/** False where even the trace's own figure, which no span exceeds, is not as great as the comparison wants it. */
function atMost(
  figure: (row: TraceRow) => number | bigint,
  operator: Operator,
  value: number | bigint,
): Verdict {
  const least = operator === '=' ? '>=' : operator;
  if (least !== '>' && least !== '>=') return UNDECIDED;
  return (row) => (isOrdered(figure(row), least, value) ? undefined : false);
}

function both(left: Verdict, right: Verdict): Verdict {
  if (left === UNDECIDED && right === UNDECIDED) return UNDECIDED;
  return (row) => {
    const first = left(row);
    if (first === false) return false;
    const second = right(row);
    return second === false ? false : first && second;
  };
}

function either(left: Verdict, right: Verdict): Verdict {
  if (left === UNDECIDED && right === UNDECIDED) return UNDECIDED;
  return (row) => {
    const first = left(row);
    if (first === true) return true;
    const second = right(row);
    return second === true ? true : first === undefined ? undefined : second;
  };
}

/** What is necessary but not enough. */
function onlyIf(verdict: Verdict): Verdict {
  return verdict === UNDECIDED ? UNDECIDED : (row) => (verdict(row) === false ? false : undefined);
}
