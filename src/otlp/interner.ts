import { int32At } from './wire.ts';

/** Gives each distinct run of bytes a number, from 0 in the order of first sight, by comparing bytes. */
export class Interner {
  /** Where run i was seen first. */
  readonly sources: Uint8Array[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  readonly #hashes: number[] = [];
  /** Open addressing: number + 1, 0 for free; a power of two and never more than half full. */
  #slots = new Int32Array(64);

  get size(): number {
    return this.starts.length;
  }

  /** The number of bytes[start, end); a new one equals the former `size`. `bytes` is kept and must not change. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const slot = this.#find(hash, bytes, start, end);
    const found = this.#slots[slot]! - 1;
    if (found >= 0) return found;
    const number = this.starts.length;
    this.#slots[slot] = number + 1;
    this.#hashes.push(hash);
    this.sources.push(bytes);
    this.starts.push(start);
    this.ends.push(end);
    if (this.starts.length * 2 > this.#slots.length) this.#grow();
    return number;
  }

  #find(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = this.#slots[slot]! - 1;
      if (number < 0) return slot;
      if (this.#hashes[number] === hash && this.#equals(number, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const source = this.sources[number]!;
    let at = this.starts[number]!;
    if (this.ends[number]! - at !== end - start) return false;
    for (let pos = start; pos < end; pos++, at++) if (source[at] !== bytes[pos]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    this.#hashes.forEach((hash, number) => {
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    });
  }
}

/** Four bytes a round, as MurmurHash3 does (Austin Appleby, public domain). */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mix(hash, int32At(bytes, at));
  for (; at < end; at++) hash = mix(hash, bytes[at]!);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Takes one word into a hash; order counts. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
