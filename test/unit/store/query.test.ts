import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/store/query.ts';
import { addSpans, emptyRow } from '../../../src/store/traceRow.ts';
import { spanChunk, traceId } from './chunks.ts';

const row = emptyRow(1, traceId(0xabc));
addSpans(row, spanChunk(1, { rootName: 'GET /Orders', services: ['Checkout'] }), 1);
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
  ])('finds %s', (_, text, expected) => {
    const query = parseQuery(text)!;
    expect(query.bySummary?.(row) ?? query.byChunks(row, chunks)).toBe(expected);
  });

  it('is decided by names where they hold every word', () => {
    expect(parseQuery('orders')!.bySummary!(row)).toBe(true);
    expect(parseQuery('cart')!.bySummary!(row)).toBeUndefined();
  });

  it('reads logs, too, which TraceQL does not', () => {
    expect(parseQuery('orders')!.readsLogs).toBe(true);
    expect(parseQuery('{}')!.readsLogs).toBe(false);
  });

  it.each([
    'GET /search?q=1',
    'GET /users/{id}',
    'a->b',
    'http://x/?a=b&c=d',
    'x::y<T>',
    'name',
    'error',
    'a = b',
    '"quoted"',
    '10ms',
    '.env',
    'a && b',
    'true',
  ])('takes %s as words', (text) => {
    expect(parseQuery(text)!.readsLogs).toBe(true);
  });

  it.each([
    '{}',
    ' { status = error }',
    '({} && {}) >> {}',
    'duration > 1s',
    'span.http.route="/x"',
    'name =~ "x"',
    '.a=1||.b=2',
    '(status = error)',
    '"x" = .a',
  ])('takes %s as TraceQL', (text) => {
    expect(parseQuery(text)!.readsLogs).toBe(false);
  });

  it('without a word asks for nothing', () => {
    expect(parseQuery('  ')).toBeUndefined();
  });
});
