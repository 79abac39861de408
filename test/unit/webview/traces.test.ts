import { expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/trace/summary.ts';
import { merged, refreshed } from '../../../webview/traces.ts';

function trace(traceId: string, spans = 1): TraceSummary {
  return {
    traceId,
    spans,
    rootName: '',
    rootService: '',
    services: [],
    startUnixNano: '0',
    durationNano: '0',
    errors: 0,
  };
}

const shown = (list: readonly TraceSummary[]) =>
  list.map(({ traceId, spans }) => `${traceId}${spans}`).join(' ');

test('new traces go to the front, in the order given', () => {
  expect(shown(merged([trace('a'), trace('b')], [trace('d'), trace('c')]))).toBe('d1 c1 a1 b1');
});

test('a trace that grows keeps its place', () => {
  expect(shown(merged([trace('a'), trace('b')], [trace('b', 7)]))).toBe('a1 b7');
});

test('a list with a title takes in nothing new', () => {
  expect(shown(refreshed([trace('a')], [trace('a', 3), trace('b')]))).toBe('a3');
});
