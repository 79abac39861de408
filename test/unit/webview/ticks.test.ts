import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundStep, ticks } from '../../../webview/ticks.ts';

const labels = (from: number, to: number, limit: number) => ticks(from, to, limit).map((tick) => tick.label);

describe('the labels of an axis', () => {
  test.each([
    [0, 214.3e6, 6, ['0 ms', '50 ms', '100 ms', '150 ms', '200 ms']],
    [0, 90e9, 6, ['0 s', '15 s', '30 s', '45 s', '60 s', '75 s']],
    [0, 600e9, 5, ['0 min', '2 min', '4 min', '6 min', '8 min']],
    [0, 7200e9, 4, ['0 min', '30 min', '60 min', '90 min']],
    [0, 12, 6, ['0 ns', '2 ns', '4 ns', '6 ns', '8 ns', '10 ns']],
    [112.31e6, 112.49e6, 4, ['112.35 ms', '112.40 ms', '112.45 ms']],
    [0, 1, 2, ['0.0 ns', '0.5 ns']],
  ])('from %d to %d ns, at most %d', (from, to, limit, expected) => {
    expect(labels(from, to, limit)).toEqual(expected);
  });

  test('are none for an empty window', () => {
    expect(ticks(5, 5, 10)).toEqual([]);
  });
});

test('a step is the next round one', () => {
  expect([0.3, 3, 7e6, 1e9, 3e9, 16e9, 31e9, 40 * 60e9, 13 * 3600e9].map(roundStep)).toEqual([
    0.5,
    5,
    10e6,
    1e9,
    5e9,
    30e9,
    60e9,
    3600e9,
    24 * 3600e9,
  ]);
});

test('ticks lie in the window, in order, no more than asked, and each says something else', () => {
  const nanoseconds = fc.integer({ min: 10, max: 1e15 });
  fc.assert(
    fc.property(nanoseconds, nanoseconds, fc.integer({ min: 1, max: 20 }), (from, width, limit) => {
      const found = ticks(from, from + width, limit);
      expect(found.length).toBeLessThanOrEqual(limit);
      for (const tick of found) {
        expect(tick.at).toBeGreaterThanOrEqual(from - width * 1e-9);
        expect(tick.at).toBeLessThanOrEqual(from + width);
      }
      expect(new Set(found.map((tick) => tick.label)).size).toBe(found.length);
    }),
  );
});
