/** Finds the row of a span by its id: a hash table over the column itself, a tenth of the cost of a Map of bigints. */
export interface SpanIndex {
  /** The first row with this id, or -1. */
  readonly find: (spanId: bigint) => number;
  /** The same for an id as its two words. */
  readonly findWords: (low: number, high: number) => number;
  /** True for the first row with its id, false for a later copy. */
  readonly isFirst: (row: number) => boolean;
}

/** Indexes the first `count` ids of the column; of equal ids the first row counts. O(n). */
export function indexSpans(spanId: BigUint64Array, count: number): SpanIndex {
  // Halves of the ids: comparing two 32-bit integers allocates nothing, reading a bigint does.
  const halves = wordsOf(spanId);
  const mask = tableSize(count) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const isCopy = new Uint8Array(count);

  const slotOf = (low: number, high: number): number => {
    let slot = hash(low, high) & mask;
    for (;;) {
      const row = slots[slot]!;
      if (row < 0 || (halves[2 * row] === low && halves[2 * row + 1] === high)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  for (let row = 0; row < count; row++) {
    const slot = slotOf(halves[2 * row]!, halves[2 * row + 1]!);
    if (slots[slot]! < 0) slots[slot] = row;
    else isCopy[row] = 1;
  }
  return {
    find: (id) => slots[slotOf(Number(id & 0xffffffffn), Number(id >> 32n))]!,
    findWords: (low, high) => slots[slotOf(low, high)]!,
    isFirst: (row) => isCopy[row] === 0,
  };
}

/** A column of 64-bit numbers as pairs of words, the low one first: to read it allocates no bigint. */
export function wordsOf(column: BigUint64Array): Uint32Array {
  return new Uint32Array(column.buffer, column.byteOffset, column.length * 2);
}

/** A power of two that leaves at least half of the slots free. */
function tableSize(count: number): number {
  let size = 16;
  while (size < count * 2) size *= 2;
  return size;
}

/** The finaliser of MurmurHash3 over both halves: ids that count upwards spread as well as random ones. */
function hash(low: number, high: number): number {
  let h = low ^ Math.imul(high, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
