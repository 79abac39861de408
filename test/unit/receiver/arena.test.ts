import { expect, it } from 'vitest';
import { Arena } from '../../../src/receiver/arena.ts';

const KB = 1024;
const MB = 1024 * KB;

it('lends what nobody else has, and lends it again when it was given back', () => {
  const arena = new Arena();
  const lent = new Set<Buffer>();
  for (let round = 0; round < 2_000; round++) {
    const buffer = arena.borrow(1 + Math.floor(Math.random() * 900 * KB));
    if (buffer) {
      for (const { byteOffset, length } of lent) {
        const apart =
          buffer.byteOffset >= byteOffset + length || byteOffset >= buffer.byteOffset + buffer.length;
        expect(apart).toBe(true);
      }
      lent.add(buffer);
    }
    if (!buffer || lent.size > 30) {
      for (const one of [...lent].filter(() => Math.random() < 0.5)) {
        lent.delete(one);
        arena.giveBack(one);
      }
    }
  }
});

it('has nothing when all of it is lent, and everything when all has come back', () => {
  const arena = new Arena();
  const all = Array.from({ length: 16 }, () => arena.borrow(MB)!);
  expect(arena.borrow(1)).toBeUndefined();
  for (const one of all) arena.giveBack(one);
  expect(arena.borrow(MB)).toHaveLength(MB);
});

it('has nothing so large that others would go without', () => {
  expect(new Arena().borrow(MB + 1)).toBeUndefined();
});
