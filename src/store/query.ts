import { StoreError } from './storeError.ts';
import type { TraceRow } from './traceRow.ts';

/** What a trace must hold to be found. The one place that grows when queries say more than words. */
export interface Query {
  /** Lower case; each must occur somewhere in the trace. */
  readonly words: readonly string[];
}

/** A selector in braces, a logical operator, or a field beside a comparison. */
const TRACEQL = /^\s*\{|&&|\|\||(?:^|\s)[\w.:]+\s*(?:[!=<>]=|=~?|!~|[<>](?=[\s\d]))/;

/**
 * Reads a query: words apart by spaces, in any case and order.
 * @throws StoreError with one sentence when it asks for more than words.
 */
export function parseQuery(text: string): Query {
  if (TRACEQL.test(text)) {
    throw new StoreError(
      `"${text.trim()}" looks like TraceQL, which this version does not read: write plain words that occur in the trace.`,
    );
  }
  return { words: text.toLowerCase().split(/\s+/).filter(Boolean) };
}

/** True when every word occurs in the names of the trace or in one of its chunks, which are read only when needed. */
export function matches(query: Query, row: TraceRow, chunks: () => Iterable<Uint8Array>): boolean {
  const names = [row.traceId, row.rootName, ...row.services].join('\n').toLowerCase();
  let missing = query.words.filter((word) => !names.includes(word));
  if (missing.length === 0) return true;
  // Protobuf keeps every text as plain UTF-8; what stands between decodes to something that is no letter. Where only
  // ASCII is wanted, each byte may be read as a letter, which is several times faster.
  const encoding = missing.every((word) => /^[\0-\x7f]*$/.test(word)) ? 'latin1' : 'utf8';
  for (const bytes of chunks()) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding).toLowerCase();
    missing = missing.filter((word) => !text.includes(word));
    if (missing.length === 0) return true;
  }
  return false;
}
