import { expect, it } from 'vitest';
import { buildTrace } from '../../../src/trace/buildTrace.ts';
import { selfTimes } from '../../../src/trace/selfTime.ts';
import { tableOf } from './spans.ts';

/** Self times of a root from 100 to 200 (first) and its children, each `[start, end]`. */
const selves = (...children: readonly (readonly [bigint, bigint])[]): bigint[] => {
  const rows = children.map(([start, end], i) => ({ id: BigInt(i + 2), parent: 1n, start, end }));
  return [...selfTimes(buildTrace('0'.repeat(32), tableOf([{ id: 1n, start: 100n, end: 200n }, ...rows])))];
};

it.each([
  ['without children it is the duration', [], 100n],
  ['children side by side are subtracted', [[110n, 120n], [150n, 170n]], 70n],
  ['an overlap is subtracted once', [[110n, 150n], [130n, 160n]], 50n],
  ['a child inside another changes nothing', [[110n, 160n], [120n, 130n]], 50n],
  ['what runs on after the span is not its own', [[190n, 900n]], 90n],
  ['what began before it neither', [[50n, 110n]], 90n],
  ['a child outside of the span changes nothing', [[10n, 20n], [300n, 400n]], 100n],
] as const)('%s', (_, children, expected) => {
  expect(selves(...children)[0]).toBe(expected);
}); // prettier-ignore

it('counts each level by itself', () => {
  const table = tableOf([
    { id: 1n, start: 1n, end: 11n },
    { id: 2n, parent: 1n, start: 2n, end: 8n },
    { id: 3n, parent: 2n, start: 3n, end: 5n },
  ]);
  expect([...selfTimes(buildTrace('0'.repeat(32), table))]).toEqual([4n, 4n, 2n]);
});
