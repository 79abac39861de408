import { asBuffer } from '../../otlp/wire.ts';
import type { Condition, Spanset, Test } from './traceql.ts';

/** False where the chunks of a trace lack bytes without which nothing in it can be selected. */
export type ByteScreen = (chunks: readonly Uint8Array[]) => boolean;

/**
 * A text on the wire is its UTF-8: a key or a text that a query asks for occurs as it is, or nowhere. Looking for bytes
 * is many times faster than walking spans.
 */
export function byteScreen(spanset: Spanset): ByteScreen {
  switch (spanset.kind) {
    case 'filter': {
      const needs = needsOf(spanset.condition);
      return needs ? (chunks) => chunks.some((chunk) => needs(asBuffer(chunk))) : () => true;
    }
    case 'or': {
      const [left, right] = [byteScreen(spanset.left), byteScreen(spanset.right)];
      return (chunks) => left(chunks) || right(chunks);
    }
    case 'and':
    case 'structure': {
      const [left, right] = [byteScreen(spanset.left), byteScreen(spanset.right)];
      return (chunks) => left(chunks) && right(chunks);
    }
    default:
      return byteScreen(spanset.of);
  }
}

/** Undefined where nothing is needed. */
type Needs = ((chunk: Buffer) => boolean) | undefined;

function needsOf(condition: Condition): Needs {
  if (condition.kind === 'test') return needsOfTest(condition);
  if (condition.kind !== 'and' && condition.kind !== 'or') return undefined;
  const left = needsOf(condition.left);
  const right = needsOf(condition.right);
  if (condition.kind === 'or') return left && right && ((chunk) => left(chunk) || right(chunk));
  return left && right ? (chunk) => left(chunk) && right(chunk) : (left ?? right);
}

function needsOfTest({ field, operator, literal }: Test): Needs {
  if (literal.type === 'nil' && operator === '=') return undefined;
  const needles: Buffer[] = [];
  if (field.kind === 'attribute') needles.push(Buffer.from(field.key));
  // What a trace's summary says need not be in its bytes, and ids are not text there.
  const isText = field.kind === 'attribute' || ['name', 'message', 'version'].includes(field.intrinsic.name);
  const isStored = field.kind === 'attribute' || field.intrinsic.scope !== 'trace';
  if (literal.type === 'text' && operator === '=' && isText && isStored)
    needles.push(Buffer.from(literal.value));
  return needles.length === 0 ? undefined : (chunk) => needles.every((needle) => chunk.includes(needle));
}
