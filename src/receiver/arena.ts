/** Memory of all threads, taken in blocks of 64 KiB; no page of it is real before it is written. */
const BYTES = 16 * 1024 * 1024;
const BLOCK = 64 * 1024;
/** Longer buffers would leave too little for others. */
const LARGEST = 1024 * 1024;

/**
 * One piece of memory from which buffers are borrowed, the lowest that is free: under load, memory that the garbage
 * collector has to find first would grow to many times what is in use. It is shared: other threads may work on it.
 */
export class Arena {
  readonly #memory = new SharedArrayBuffer(BYTES);
  /** 1 for each block that is borrowed. */
  readonly #taken = new Uint8Array(BYTES / BLOCK);

  /** With anything in it; undefined when there is no room for so much. */
  borrow(size: number): Buffer | undefined {
    if (size > LARGEST) return undefined;
    const count = Math.ceil(size / BLOCK);
    let free = 0;
    for (let block = 0; block < this.#taken.length; block++) {
      free = this.#taken[block] ? 0 : free + 1;
      if (free < count) continue;
      const first = block + 1 - count;
      this.#taken.fill(1, first, block + 1);
      return Buffer.from(this.#memory, first * BLOCK, size);
    }
    return undefined;
  }

  giveBack({ byteOffset, length }: Buffer): void {
    const first = byteOffset / BLOCK;
    this.#taken.fill(0, first, first + Math.ceil(length / BLOCK));
  }
}
