import { asBuffer } from '../../otlp/wire.ts';
import type { Condition, Spanset, Test } from './traceql.ts';

/** What must occur in the bytes of a trace for anything in it to be selected: needs, by number. */
export interface ByteScreen {
  /** Which of the needs these bytes meet: a bit each. */
  readonly look: (bytes: Uint8Array) => number;
  /** False where a trace whose bytes meet these needs and no others is out of the question. */
  readonly passes: (met: number) => boolean;
}

/**
 * A text on the wire is its UTF-8: a key or a text that a query asks for occurs as it is, or nowhere. Looking for bytes
 * is many times faster than walking spans. Undefined where nothing must occur.
 */
export function byteScreen(spanset: Spanset): ByteScreen | undefined {
  const needs: Need[] = [];
  const passes = compile(spanset, needs);
  if (passes(0)) return undefined;
  const look = (bytes: Uint8Array): number => {
    const buffer = asBuffer(bytes);
    return needs.reduce((met, need, i) => (need(buffer) ? met | (1 << i) : met), 0);
  };
  return { look, passes };
}

function compile(spanset: Spanset, needs: Need[]): ByteScreen['passes'] {
  switch (spanset.kind) {
    case 'filter': {
      const need = needOf(spanset.condition);
      if (!need) return () => true;
      // Of more than 32, some share a bit: then less is ruled out.
      const bit = 1 << (needs.push(need) - 1);
      return (met) => (met & bit) !== 0;
    }
    case 'or': {
      const [left, right] = [compile(spanset.left, needs), compile(spanset.right, needs)];
      return (met) => left(met) || right(met);
    }
    case 'and':
    case 'structure': {
      const [left, right] = [compile(spanset.left, needs), compile(spanset.right, needs)];
      return (met) => left(met) && right(met);
    }
    default:
      return compile(spanset.of, needs);
  }
}

/** Whether bytes hold what one span must hold; more bytes never hold less. */
type Need = (bytes: Buffer) => boolean;

/** Undefined where nothing is needed. */
function needOf(condition: Condition): Need | undefined {
  if (condition.kind === 'test') return needOfTest(condition);
  if (condition.kind !== 'and' && condition.kind !== 'or') return undefined;
  const left = needOf(condition.left);
  const right = needOf(condition.right);
  if (condition.kind === 'or') return left && right && ((bytes) => left(bytes) || right(bytes));
  return left && right ? (bytes) => left(bytes) && right(bytes) : (left ?? right);
}

function needOfTest({ field, operator, literal }: Test): Need | undefined {
  if (literal.type === 'nil' && operator === '=') return undefined;
  const needles: Buffer[] = [];
  if (field.kind === 'attribute') needles.push(Buffer.from(field.key));
  // What a trace's summary says need not be in its bytes, and ids are not text there.
  const isText = field.kind === 'attribute' || ['name', 'message', 'version'].includes(field.intrinsic.name);
  const isStored = field.kind === 'attribute' || field.intrinsic.scope !== 'trace';
  if (literal.type === 'text' && operator === '=' && isText && isStored)
    needles.push(Buffer.from(literal.value));
  return needles.length === 0 ? undefined : (bytes) => needles.every((needle) => bytes.includes(needle));
}
