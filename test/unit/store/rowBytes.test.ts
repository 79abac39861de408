import { expect, it } from 'vitest';
import { bytesOf, rowsOf } from '../../../src/store/rowBytes.ts';

it('gives rows back as they were, as often as they are asked for', () => {
  const rows = [
    { text: 'ä', time: 2n ** 64n - 1n, names: ['a', 'b'], isRoot: true },
    { text: '', time: 0n, names: [], isRoot: false },
  ];
  const read = rowsOf(bytesOf(rows));
  expect([...read]).toEqual(rows);
  expect([...read]).toEqual(rows);
});

it('knows what no rows are', () => {
  expect([...rowsOf(bytesOf([]))]).toEqual([]);
});
