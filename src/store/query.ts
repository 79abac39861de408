import { isTraceql, parseTraceql } from './query/parseTraceql.ts';
import type { Query } from './query/query.ts';
import { QueryText } from './query/queryText.ts';
import { traceqlQuery } from './query/traceqlQuery.ts';
import { wordsQuery } from './query/words.ts';

/** Braces, within parentheses or not. */
const SPANSET = /^[\s(]*\{/;
/** A field of TraceQL beside an operator of its. */
const COMPARED =
  /^[\s(!]*(?:(?:(?:span|resource|event|link|instrumentation|parent|trace)[.:]|\.)[^\s=!<>~]+|name|duration|kind|status|statusMessage|rootName|rootServiceName|traceDuration)\s*(?:[!=<>]=?|[=!]~)/;

/**
 * Reads a query: TraceQL in braces; a condition of TraceQL without them, as `duration > 10ms && status = error`; or
 * words apart by spaces, in any case and order, that must all occur. Undefined for an empty query, which finds all.
 * @throws StoreError with one sentence and the position of what is broken or not supported.
 */
export function parseQuery(text: string): Query | undefined {
  if (text.trim() === '') return undefined;
  if (SPANSET.test(text)) return traceqlQuery(parseTraceql(new QueryText(text, false)));
  const braced = new QueryText(text, true);
  if (COMPARED.test(text) || (/[=<>]/.test(text) && isTraceql(braced)))
    return traceqlQuery(parseTraceql(braced));
  return wordsQuery(text);
}
