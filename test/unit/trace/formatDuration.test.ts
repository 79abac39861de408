import { expect, it } from 'vitest';
import { formatDuration } from '../../../src/trace/formatDuration.ts';

it.each([
  [0n, '0 ns'],
  [999n, '999 ns'],
  [1_000n, '1.00 µs'],
  [12_345n, '12.3 µs'],
  [182_400_000n, '182 ms'],
  [1_005_000_000n, '1.01 s'],
  [9_999_999n, '10.00 ms'],
  [99_000_000_000n, '99.0 s'],
  [123_000_000_000n, '2m 03s'],
  [0xffff_ffff_ffff_ffffn, '307445734m 33s'],
])('%s ns is %s', (nanoseconds, expected) => {
  expect(formatDuration(nanoseconds)).toBe(expected);
});
