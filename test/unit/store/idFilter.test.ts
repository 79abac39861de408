import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { IdFilter } from '../../../src/store/idFilter.ts';

it('knows every id that it was given, and few others', () => {
  const filter = new IdFilter();
  const ids = Array.from({ length: 100_000 }, () => randomBytes(16));
  for (const id of ids) filter.add(id);
  expect(ids.every((id) => filter.mayHold(id))).toBe(true);
  const mistaken = Array.from({ length: 100_000 }, () => randomBytes(16)).filter((id) => filter.mayHold(id));
  expect(mistaken.length).toBeLessThan(1_000);
});

it('tells ids apart that count upwards, or have an upper half of zeros', () => {
  const filter = new IdFilter();
  const id = (n: number): Buffer => Buffer.from(n.toString(16).padStart(32, '0'), 'hex');
  for (let n = 0; n < 100_000; n++) filter.add(id(n));
  let mistaken = 0;
  for (let n = 100_000; n < 200_000; n++) if (filter.mayHold(id(n))) mistaken++;
  expect(mistaken).toBeLessThan(1_000);
});
