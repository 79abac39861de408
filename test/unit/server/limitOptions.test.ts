import { expect, it } from 'vitest';
import { limitArguments, limitsFrom } from '../../../src/server/limitOptions.ts';

it('limits travel as arguments from the window to the server', () => {
  const limits = { maxItems: 5, maxBytes: 3_000_000, maxAgeMs: 7_200_000 };
  const given = limitArguments(limits);
  expect(given).toEqual(['--max-items', '5', '--max-size', '3', '--max-age', '2']);
  const values = { 'max-items': '5', 'max-size': '3', 'max-age': '2' };
  expect(limitsFrom(values, (_, text) => Number(text))).toEqual(limits);
});

it('a limit that is not given is not set', () => {
  expect(limitArguments({ maxItems: 5 })).toEqual(['--max-items', '5']);
  expect(limitsFrom({ 'max-age': '1' }, (_, text) => Number(text))).toEqual({ maxAgeMs: 3_600_000 });
});
