import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { WireError } from '../../../src/otlp/wire.ts';
import { PACK, type Pack } from '../../../src/store/pack.ts';
import { Packer } from '../../../src/store/packer.ts';
import { requestOf } from './query/traces.ts';

/** A request of that many spans, each with a text of its own. */
const request = (spans: number, fill: string): Uint8Array =>
  requestOf(Array.from({ length: spans }, (_, i) => ({ id: i + 1, name: `${fill} ${i}` })));

/** In memory that threads share, not at its beginning. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length + 100), 64, bytes.length);
  copy.set(bytes);
  return copy;
}

const SHORT = request(1, 'short');
const LONG = request(2_000, 'long');

function packer(): Packer {
  const one = new Packer();
  onTestFinished(() => {
    one.stop();
  });
  return one;
}

/** A packer whose thread is up. */
async function started(): Promise<Packer> {
  const one = packer();
  await one.packed('traces', LONG);
  await sleep(500);
  return one;
}

const plain = <Chunk>(packs: readonly Pack<Chunk>[]) =>
  packs.map(({ chunks, bytes, ...pack }) => ({ ...pack, bytes: Buffer.from(bytes), chunks: [...chunks] }));

it('packs alike wherever that is done, and wherever the request lies', async () => {
  const one = packer();
  const bodies = [SHORT, LONG, shared(LONG), shared(request(3_000, 'longer')), shared(SHORT)];
  for (let round = 0; round < 5; round++) {
    const results = await Promise.all(bodies.map((body) => one.packed('traces', body)));
    for (const [i, body] of bodies.entries()) {
      expect(plain(results[i]!.packs)).toEqual(plain(PACK.traces(body).packs));
    }
    // The thread is up by then.
    await sleep(200);
  }
});

it('tells what was refused, and what cannot be read and where', async () => {
  const one = await started();
  const noId = await one.packed(
    'traces',
    requestOf(Array.from({ length: 2_000 }, () => ({ id: 0, name: 'no id' }))),
  );
  expect(noId).toMatchObject({ packs: [], rejected: 2_000 });
  expect(noId.reason).toContain('2000 without a valid span id');
  const cutOff = LONG.subarray(0, LONG.length - 1);
  const expected = (() => {
    try {
      PACK.traces(cutOff);
    } catch (error) {
      return error;
    }
  })();
  expect(expected).toBeInstanceOf(WireError);
  await expect(one.packed('traces', cutOff)).rejects.toEqual(expected);
  expect((await one.packed('traces', LONG)).packs).toHaveLength(PACK.traces(LONG).packs.length);
});

it('leaves nobody waiting when it is stopped, and begins again', async () => {
  const one = await started();
  const waiting = Array.from({ length: 20 }, () => one.packed('traces', shared(LONG)));
  one.stop();
  for (const { packs } of await Promise.all(waiting))
    expect(plain(packs)).toEqual(plain(PACK.traces(LONG).packs));
  expect(plain((await one.packed('traces', LONG)).packs)).toEqual(plain(PACK.traces(LONG).packs));
});
