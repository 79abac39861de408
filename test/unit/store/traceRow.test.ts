import { describe, expect, it } from 'vitest';
import type { SpanChunk } from '../../../src/otlp/chunk.ts';
import { addSpans, emptyRow, summaryOf } from '../../../src/store/traceRow.ts';
import { spanChunk, traceId } from './chunks.ts';

const summed = (...chunks: readonly Partial<SpanChunk>[]) => {
  const row = emptyRow(1, traceId(1));
  for (const chunk of chunks) addSpans(row, spanChunk(1, chunk), 10);
  return summaryOf(row);
};

describe('the summary of a trace', () => {
  it('spans from the earliest start to the latest end over all chunks', () => {
    const late = { start: 20n, end: 30n, spans: 2, errors: 1 };
    expect(summed(late, { start: 10n, end: 25n })).toMatchObject({
      startUnixNano: '10',
      durationNano: '20',
      spans: 3,
      errors: 1,
    });
  });

  it('names the root, whenever it comes', () => {
    const child = { hasRoot: false, rootName: 'child', start: 10n };
    const root = { hasRoot: true, rootName: 'root', rootService: 'shop', start: 20n };
    expect(summed(child, root)).toMatchObject({ rootName: 'root', rootService: 'shop' });
    expect(summed(root, child)).toMatchObject({ rootName: 'root', rootService: 'shop' });
  });

  it('names the earliest span while there is no root', () => {
    const early = { hasRoot: false, rootName: 'early', start: 1n };
    const later = { hasRoot: false, rootName: 'later', start: 2n };
    const unknown = { hasRoot: false, rootName: 'no start', start: 0n };
    expect(summed(later, early, unknown).rootName).toBe('early');
    expect(summed(unknown, later).rootName).toBe('later');
    expect(summed(unknown).rootName).toBe('no start');
  });

  it('does not let a start of zero count as a time', () => {
    expect(summed({ start: 0n, end: 0n }, { start: 50n, end: 60n })).toMatchObject({
      startUnixNano: '50',
      durationNano: '10',
    });
  });

  it('never lasts less than nothing', () => {
    expect(summed({ start: 50n, end: 20n }).durationNano).toBe('0');
  });

  it('names every service once, sorted', () => {
    expect(summed({ services: ['web', 'db'] }, { services: ['cart', 'web'] }).services).toEqual([
      'cart',
      'db',
      'web',
    ]);
  });
});
