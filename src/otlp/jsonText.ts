import { WireError } from './wire.ts';

/** What a JSON document holds; what makes one here may also give bigints. */
export type JsonInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (JsonInput | null)[]
  | { readonly [name: string]: JsonInput | null | undefined };

/**
 * Objects and lists that a document may hold: twice those of 64 MiB of ordinary spans. Empty ones are three bytes of
 * it, and a hundred in memory.
 */
const MOST_NODES = 3_000_000;
const SMALLEST_NODE = 3;

/**
 * Parses a JSON document, keeping every digit of its integers: those that a double cannot hold become texts. Throws a
 * WireError where it is none.
 */
export function parseJson(text: string): JsonInput {
  assertBounded(text);
  try {
    // Most documents write large numbers as text.
    return (JSON.parse(/[[:,]\s*-?[0-9]{16}/.test(text) ? quoteLarge(text) : text) as JsonInput | null) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) throw new WireError(`not JSON: ${error.message}`, 'the document');
    if (error instanceof RangeError) throw new WireError('nested too deep', 'the document');
    throw error;
  }
}

function assertBounded(text: string): void {
  if (text.length <= MOST_NODES * SMALLEST_NODE) return;
  let nodes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BRACKET || code === BRACE) nodes++;
  }
  if (nodes > MOST_NODES) {
    throw new WireError(
      `it holds more than ${MOST_NODES} objects and lists; export smaller batches`,
      'the document',
    );
  }
}

const BRACKET = '['.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);

const INTEGER = /(?<![-+.0-9eE])-?[0-9]{16,}(?![.0-9eE])/g;

/** Puts large integers into quotes. A reviver of JSON.parse sees their digits, too, but takes minutes for many values. */
function quoteLarge(text: string): string {
  let quoted = '';
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('"', at);
    const start = open < 0 ? text.length : open;
    quoted += text.slice(at, start).replace(INTEGER, quoteUnsafe);
    at = endOfText(text, start);
    quoted += text.slice(start, at);
  }
  return quoted;
}

const quoteUnsafe = (digits: string): string =>
  Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;

/** Where the text that opens at `open` has been closed: a quote behind an odd number of backslashes belongs to it. */
function endOfText(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let first = close;
    while (text[first - 1] === '\\') first--;
    if ((close - first) % 2 === 0) return close + 1;
  }
  return text.length;
}
