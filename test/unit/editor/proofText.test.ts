import { expect, test } from 'vitest';
import { advice, lensText, spoken, statusText, type ToldProof } from '../../../src/editor/proofText.ts';
import type { ProofState } from '../../../src/source/proof.ts';

const told = (state: ProofState, unsaved = false): ToldProof => ({
  name: 'price',
  state,
  file: 'orders.js',
  unsaved,
});
const waiting = told({ kind: 'waiting', stale: [], others: [] });
const seen = told({
  kind: 'seen',
  traceId: 'a',
  spanId: 'b',
  service: 'orders',
  under: 'POST /orders',
  durationNano: 14_000_000n,
});
const missed = told({ kind: 'missed', services: ['orders'], traceIds: ['a', 'b', 'c'] });

test('above the function stands what is known, in a line', () => {
  expect(lensText(waiting)).toBe('$(watch) waiting for `price`…');
  expect(lensText({ ...waiting, unsaved: true })).toBe('$(watch) waiting for `price`: save orders.js');
  expect(lensText(told({ kind: 'waiting', stale: ['orders'], others: [] }))).toBe(
    '$(watch) waiting for `price`: restart `orders`',
  );
  expect(lensText(seen)).toBe('$(pass) seen under `POST /orders`, 14.0 ms');
  expect(lensText(missed)).toBe('$(circle-slash) not seen: `price` was not in 3 traces of `orders`');
});

test('the status bar tells of the one there is, and counts several', () => {
  expect(statusText([])).toBe('');
  expect(statusText([seen])).toBe('$(pass) price 14.0 ms');
  expect(statusText([waiting])).toBe('$(watch) price…');
  expect(statusText([missed])).toBe('$(circle-slash) price not seen');
  expect(spoken(statusText([waiting, seen, waiting, missed]))).toBe('1 seen  1 not seen  2 awaited');
});

test('what can be done depends on what has come', () => {
  const labels = (one: ToldProof) => advice(one).map(({ label }) => spoken(label));
  expect(labels({ ...waiting, unsaved: true })).toEqual([
    'Save orders.js',
    'Start the program',
    'Go to `price`',
    'Dismiss',
  ]);
  expect(labels(told({ kind: 'waiting', stale: ['orders'], others: ['stock'] }))[0]).toBe('Restart `orders`');
  expect(labels(told({ kind: 'waiting', stale: [], others: ['stock'] }))).toContain(
    'Only `stock` has sent traces',
  );
  expect(labels(missed)).toEqual([
    'Show the traces without it',
    'The code was not reached',
    'The program runs an older build',
    'The trace was sampled out',
    'Dismiss',
  ]);
  expect(labels(seen)[0]).toBe('Show the span in its trace');
});
