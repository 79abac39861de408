import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyValue } from '../../../src/otlp/value.ts';
import {
  compact,
  formatAge,
  formatDuration,
  formatExact,
  formatOffset,
  formatTime,
  formatValue,
} from '../../../webview/format.ts';

beforeAll(() => {
  process.env.TZ = 'UTC';
});

describe('a duration', () => {
  test.each([
    [0n, '0 ns'],
    [812n, '812 ns'],
    [999n, '999 ns'],
    [1_000n, '1.0 µs'],
    [3_249n, '3.2 µs'],
    [3_250n, '3.3 µs'],
    [999_949n, '999.9 µs'],
    [999_950n, '1.0 ms'],
    [214_301_221n, '214.3 ms'],
    [999_950_000n, '1.00 s'],
    [1_834_000_000n, '1.83 s'],
    [59_994_999_999n, '59.99 s'],
    [59_995_000_000n, '1 min'],
    [125_000_000_000n, '2 min 5 s'],
    [3_900_000_000_000n, '1 h 5 min'],
    [90_000_000_000_000n, '1 d 1 h'],
    [-1_500n, '-1.5 µs'],
  ])('of %d ns reads %s', (ns, text) => {
    expect(formatDuration(ns)).toBe(text);
  });

  test('is exact where it is asked for, beyond what a double holds', () => {
    expect(formatExact(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993 ns');
    expect(formatExact(12n)).toBe('12 ns');
  });
});

test('a large count fits four characters', () => {
  expect([999, 1_212, 9_949, 9_950, 100_000, 999_500, 3_400_000].map(compact)).toEqual([
    '999',
    '1.2k',
    '9.9k',
    '10k',
    '100k',
    '1.0M',
    '3.4M',
  ]);
});

test('an offset has its sign', () => {
  expect(formatOffset(12_300_000n)).toBe('+12.3 ms');
  expect(formatOffset(-12_300_000n)).toBe('-12.3 ms');
});

test.each([
  [0, 'now'],
  [5, '5 s'],
  [59, '59 s'],
  [60, '1 min'],
  [7_200, '2 h'],
  [200_000, '2 d'],
  [-3, 'now'],
])('an age of %d s reads %s', (seconds, text) => {
  expect(formatAge(1_790_000_000_000_000_000n, 1_790_000_000_000 + seconds * 1000)).toBe(text);
});

test('a time keeps its last nanosecond', () => {
  expect(formatTime(1_790_000_000_123_456_789n)).toBe('2026-09-21 14:13:20.123456789');
});

test.each<[AnyValue, string]>([
  [{ stringValue: '<b>bold</b>' }, '<b>bold</b>'],
  [{ intValue: '9007199254740993' }, '9007199254740993'],
  [{ doubleValue: 'NaN' }, 'NaN'],
  [{ boolValue: false }, 'false'],
  [{ bytesValue: 'AAE=' }, 'AAE='],
  [{}, ''],
  [
    { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '9007199254740993' }] } },
    '["a", 9007199254740993]',
  ],
  [{ kvlistValue: { values: [{ key: 'on', value: { boolValue: true } }] } }, '{"on": true}'],
  [{ arrayValue: {} }, '[]'],
])('the value %j reads %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});
