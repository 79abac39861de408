import { describe, expect, it } from 'vitest';
import { matches, parseQuery } from '../../../src/store/query.ts';
import { addChunk, emptyRow } from '../../../src/store/traceRow.ts';
import { spanChunk, traceId } from './chunks.ts';

const row = emptyRow(1, traceId(0xabc));
addChunk(row, spanChunk(1, { rootName: 'GET /Orders', services: ['Checkout'] }));
const chunks = ['\x0a\xc3INSERT INTO cart\x12\x04', '\x0a\x80Größe: XL\x12'].map((text) => Buffer.from(text));

describe('a query of plain words', () => {
  it.each([
    ['the root name, in any case', 'get /orders', true],
    ['a service', 'checkout', true],
    ['the trace id', '0abc', true],
    ['any text of a span', 'insert', true],
    ['letters beyond ASCII, in any case', 'GRÖßE', true],
    ['words from different places together', 'cart checkout xl', true],
    ['nothing when one word is missing', 'cart nowhere', false],
    ['everything when it is empty', '  ', true],
  ])('finds %s', (_, query, expected) => {
    expect(matches(parseQuery(query), row, () => chunks)).toBe(expected);
  });

  it('reads chunks only when the names do not decide', () => {
    const untouched = () => {
      throw new Error('read');
    };
    expect(matches(parseQuery('orders'), row, untouched)).toBe(true);
  });

  it.each(['{ status = error }', 'duration > 1s', 'span.http.route="/x"', 'a && b', 'name =~ "x"', '{}'])(
    'says of %s that it is TraceQL',
    (query) => {
      expect(() => parseQuery(query)).toThrow('looks like TraceQL');
    },
  );

  it.each(['GET /search?q=1', 'a->b', 'http://x/?a=b&c=d', 'x::y<T>'])('takes %s as words', (query) => {
    expect(() => parseQuery(query)).not.toThrow();
  });
});
