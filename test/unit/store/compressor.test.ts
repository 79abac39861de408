import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { unpacked } from '../../../src/store/compression.ts';
import { Compressor } from '../../../src/store/compressor.ts';

/** Bytes in memory that threads share. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

const alike = Buffer.from('GET /orders/{id}'.repeat(10_000));

function compressor(): Compressor {
  const one = new Compressor();
  onTestFinished(() => {
    one.stop();
  });
  return one;
}

it('gives back what it was given, whatever its length, and wherever that is done', async () => {
  const one = compressor();
  const bodies = [
    Buffer.from('short'),
    alike,
    shared(alike),
    randomBytes(100_000),
    shared(randomBytes(100_000)),
  ];
  for (let round = 0; round < 5; round++) {
    const results = await Promise.all(bodies.map((bytes) => one.compressed(bytes)));
    for (const [i, bytes] of bodies.entries()) {
      expect(Buffer.from(unpacked(results[i]!, bytes.length)).equals(bytes)).toBe(true);
      expect(results[i]!.length).toBeLessThanOrEqual(bytes.length);
    }
    // The thread is up by now.
    await sleep(50);
  }
  expect((await one.compressed(shared(alike))).length).toBeLessThan(alike.length / 100);
});

it('leaves nobody waiting when it is stopped, and begins again', async () => {
  const one = compressor();
  await one.compressed(shared(alike));
  await sleep(200);
  const waiting = Array.from({ length: 20 }, () => one.compressed(shared(alike)));
  one.stop();
  for (const bytes of await Promise.all(waiting))
    expect(unpacked(bytes, alike.length)).toHaveLength(alike.length);
  expect(unpacked(await one.compressed(shared(alike)), alike.length)).toHaveLength(alike.length);
});
