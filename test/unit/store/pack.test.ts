import { expect, it } from 'vitest';
import { cut } from '../../../src/store/pack.ts';

const KB = 1024;
/** Chunks of these lengths, and what came of them: the chunks of each pack, and where it lies. */
function parts(...lengths: readonly number[]) {
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  return cut({ chunks: lengths.map((length) => ({ length })), bytes }).map((part) => [
    part.chunks.map(({ length }) => length),
    part.bytes.byteOffset,
    part.bytes.length,
  ]);
}

it('keeps what came in one request together', () => {
  expect(parts(1, 2, 3)).toEqual([[[1, 2, 3], 0, 6]]);
  expect(parts(200 * KB, 56 * KB)).toEqual([[[200 * KB, 56 * KB], 0, 256 * KB]]);
});

it('cuts a large request, so that a trace can be read without all the others', () => {
  expect(parts(200 * KB, 100 * KB, 10, 500 * KB, 7)).toEqual([
    [[200 * KB, 100 * KB], 0, 300 * KB],
    [[10, 500 * KB], 300 * KB, 500 * KB + 10],
    [[7], 800 * KB + 10, 7],
  ]);
});

it('makes nothing of nothing', () => {
  expect(parts()).toEqual([]);
});
