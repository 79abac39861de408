import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/trace/formatDuration.ts';

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
])('%d ns reads %s', (ns, text) => {
  expect(formatDuration(ns)).toBe(text);
});
