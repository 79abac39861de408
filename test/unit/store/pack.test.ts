import { expect, it } from 'vitest';
import { packsOf } from '../../../src/store/pack.ts';

const KB = 1024;
/** Chunks of these lengths, and what came of them: the chunks of each pack, and where it lies. */
function cut(...lengths: readonly number[]) {
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  const packs = packsOf({ chunks: lengths.map((length) => ({ length })), bytes });
  return packs.map((pack) => [pack.chunks.map(({ length }) => length), pack.bytes.byteOffset, pack.size]);
}

it('keeps what came in one request together', () => {
  expect(cut(1, 2, 3)).toEqual([[[1, 2, 3], 0, 6]]);
  expect(cut(200 * KB, 56 * KB)).toEqual([[[200 * KB, 56 * KB], 0, 256 * KB]]);
});

it('cuts a large request, so that a trace can be read without all the others', () => {
  expect(cut(200 * KB, 100 * KB, 10, 500 * KB, 7)).toEqual([
    [[200 * KB, 100 * KB], 0, 300 * KB],
    [[10, 500 * KB], 300 * KB, 500 * KB + 10],
    [[7], 800 * KB + 10, 7],
  ]);
});

it('makes nothing of nothing', () => {
  expect(cut()).toEqual([]);
});
