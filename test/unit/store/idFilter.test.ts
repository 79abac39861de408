import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { IdFilter } from '../../../src/store/idFilter.ts';

const COUNT = 10_000;

/** A filter that was given these, and how many of the others it takes for them. */
function filterOf(ids: readonly Buffer[], others: readonly Buffer[]) {
  const filter = IdFilter.for(ids.length);
  for (const id of ids) filter.add(IdFilter.hashOf(id));
  const held = (id: Buffer): boolean => filter.mayHold(IdFilter.hashOf(id));
  return { known: ids.every(held), mistaken: others.filter(held).length, bytes: filter.bytes.length };
}

it('knows every id that it was given, and very few others', () => {
  const random = (): Buffer[] => Array.from({ length: COUNT }, () => randomBytes(16));
  const { known, mistaken, bytes } = filterOf(random(), random());
  expect(known).toBe(true);
  expect(mistaken).toBeLessThan(COUNT / 500);
  expect(bytes).toBeLessThan(4 * COUNT);
});

it('tells ids apart that count upwards, and have an upper half of zeros', () => {
  const id = (n: number): Buffer => Buffer.from(n.toString(16).padStart(32, '0'), 'hex');
  const ids = Array.from({ length: 2 * COUNT }, (_, n) => id(n));
  const { known, mistaken } = filterOf(ids.slice(0, COUNT), ids.slice(COUNT));
  expect(known).toBe(true);
  expect(mistaken).toBeLessThan(COUNT / 500);
});
