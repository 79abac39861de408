import { beforeAll, expect, test } from 'vitest';
import type { AnyValue } from '../../../src/otlp/value.ts';
import {
  compact,
  formatAge,
  formatExact,
  formatOffset,
  formatTime,
  formatValue,
} from '../../../webview/format.ts';

beforeAll(() => {
  process.env.TZ = 'UTC';
});

test('a duration is exact where it is asked for, beyond what a double holds', () => {
  expect(formatExact(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993 ns');
  expect(formatExact(12n)).toBe('12 ns');
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
