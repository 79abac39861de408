import { hashOf } from '../otlp/interner.ts';

/** A megabyte: of a million ids one in twenty that is not held is taken for held. */
const BITS = 2 ** 23;

/** Tells of most trace ids that they are not held, without a look into the index (a Bloom filter, Burton Bloom 1970). */
export class IdFilter {
  private readonly words = new Uint32Array(BITS / 32);

  add(id: Uint8Array): void {
    const hash = hashOf(id, 0, id.length);
    this.set(hash);
    this.set(again(hash));
  }

  mayHold(id: Uint8Array): boolean {
    const hash = hashOf(id, 0, id.length);
    return this.has(hash) && this.has(again(hash));
  }

  clear(): void {
    this.words.fill(0);
  }

  private set(hash: number): void {
    const bit = hash & (BITS - 1);
    this.words[bit >>> 5]! |= 1 << (bit & 31);
  }

  private has(hash: number): boolean {
    const bit = hash & (BITS - 1);
    return (this.words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }
}

/** A second hash out of the first: its upper bits decide. */
function again(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e37_79b1) >>> 8;
}
