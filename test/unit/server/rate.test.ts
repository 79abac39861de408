import { expect, it } from 'vitest';
import { Rate } from '../../../src/server/rate.ts';

it('counts the last minute, second by second', () => {
  const rate = new Rate();
  rate.add(5, 1_000);
  rate.add(7, 30_500);
  expect(rate.perMinute(30_600)).toBe(12);
  expect(rate.perMinute(60_999)).toBe(12);
  expect(rate.perMinute(61_000)).toBe(7);
  expect(rate.perMinute(95_000)).toBe(0);
});

it('survives a machine that slept for days', () => {
  const rate = new Rate();
  rate.add(5, 1_000);
  rate.add(1, 300_000_000);
  expect(rate.perMinute(300_000_000)).toBe(1);
});
