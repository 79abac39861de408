import { isSame } from '../../otlp/wire.ts';
import { regularExpression } from './regularExpression.ts';
import type { Literal, Operator } from './traceql.ts';

/** A comparison, ready to be made a million times. A value of another type than the literal's never satisfies it. */
export interface Matcher {
  /** UTF-8 bytes. */
  text(bytes: Buffer, start: number, end: number): boolean;
  number(value: number | bigint): boolean;
  flag(value: boolean): boolean;
  /** Of a list every element must satisfy it (`!=` and `!~`), not just one. */
  readonly every: boolean;
}

const NEVER = (): boolean => false;

/** A comparison with nil is none of values: see `Probe`. */
export function matcherOf(operator: Operator, literal: Literal): Matcher {
  const every = operator.startsWith('!');
  const nothing = { text: NEVER, number: NEVER, flag: NEVER, every };
  switch (literal.type) {
    case 'text':
      return { ...nothing, text: textMatcher(operator, literal.value) };
    case 'boolean':
      return { ...nothing, flag: (value) => (value === literal.value) !== every };
    case 'nil':
      return nothing;
    default:
      return { ...nothing, number: (value) => isOrdered(value, operator, literal.value) };
  }
}

function textMatcher(operator: Operator, literal: string): Matcher['text'] {
  if (operator === '=~' || operator === '!~') {
    const expression = regularExpression(literal);
    const wanted = operator === '=~';
    return (bytes, start, end) => expression.test(bytes.toString('utf8', start, end)) === wanted;
  }
  const bytes = Buffer.from(literal);
  if (operator === '=') return (text, start, end) => isSame(bytes, text, start, end);
  if (operator === '!=') return (text, start, end) => !isSame(bytes, text, start, end);
  return (text, start, end) => holds(operator, text.compare(bytes, 0, bytes.length, start, end));
}

/** Compares a number with another, be they doubles or integers of any size, without loss. NaN is unequal to all. */
export function isOrdered(value: number | bigint, operator: Operator, than: number | bigint): boolean {
  if (value < than) return holds(operator, -1);
  if (value > than) return holds(operator, 1);
  return Number.isNaN(value) ? operator === '!=' : holds(operator, 0);
}

function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    default:
      return order <= 0;
  }
}
