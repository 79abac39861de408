import { hashOf } from '../otlp/interner.ts';

/** Bits for each id, and how many of them are looked at: one in some thousands that is not held is taken for held. */
const BITS = 16;
const PROBES = 6;

/** Tells of most trace ids that they are not among others (a Bloom filter, Burton Bloom 1970). */
export class IdFilter {
  /** A power of two long. */
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** An empty one with room for so many. */
  static for(count: number): IdFilter {
    return new IdFilter(new Uint8Array(2 ** Math.ceil(Math.log2((count * BITS) / 8))));
  }

  /** The hash by which the filter knows an id. */
  static hashOf(id: Uint8Array): number {
    return hashOf(id, 0, id.length);
  }

  add(hash: number): void {
    const mask = this.bytes.length * 8 - 1;
    const step = again(hash);
    for (let probe = 0, bit = hash & mask; probe < PROBES; probe++, bit = (bit + step) & mask) {
      this.bytes[bit >>> 3]! |= 1 << (bit & 7);
    }
  }

  mayHold(hash: number): boolean {
    const mask = this.bytes.length * 8 - 1;
    const step = again(hash);
    for (let probe = 0, bit = hash & mask; probe < PROBES; probe++, bit = (bit + step) & mask) {
      if ((this.bytes[bit >>> 3]! & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

/** A second hash out of the first, odd (double hashing: Kirsch and Mitzenmacher 2006). */
function again(hash: number): number {
  return (Math.imul(hash ^ (hash >>> 15), 0x9e37_79b1) >>> 8) | 1;
}
