import { Refusal } from './refusal.ts';

/** Sizes of the buffers that are used again: from 64 KiB, each twice the one before. */
const SMALLEST = 64 * 1024;
/** Longer ones are made for one request and left to the garbage collector. */
export const LARGEST_LENT = 1024 * 1024;
/** Buffers that wait for the next request hold no more than this, all together. */
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * What the requests in flight hold in memory, all together, up to a limit: beyond it a client is asked to come again.
 * Buffers of finished requests are used for the next ones: under load, memory that the garbage collector has to find
 * first would grow to many times what is in use.
 */
export class Load {
  readonly #limit: number;
  readonly #free = new Map<number, Buffer[]>();
  #kept = 0;
  #bytes = 0;
  /** Requests that have not been released. */
  requests = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The part of one request, which has to be released once, when the request is done. */
  share(): Share {
    this.requests++;
    let held = 0;
    let lent: Buffer[] = [];
    const grow = (bytes: number): void => {
      if (this.#bytes + bytes > this.#limit) throw busy();
      held += bytes;
      this.#bytes += bytes;
    };
    const drop = (): void => {
      this.#bytes -= held;
      held = 0;
      for (const buffer of lent) this.#keep(buffer);
      lent = [];
    };
    return {
      grow,
      lend: (size) => {
        if (size > LARGEST_LENT) return Buffer.allocUnsafeSlow(size);
        const buffer = this.#take(size);
        lent.push(buffer);
        return buffer.subarray(0, size);
      },
      drop,
      release: () => {
        this.requests--;
        drop();
      },
    };
  }

  #take(size: number): Buffer {
    let whole = SMALLEST;
    while (whole < size) whole *= 2;
    const kept = this.#free.get(whole)?.pop();
    // Shared: other threads may work on it.
    if (kept === undefined) return Buffer.from(new SharedArrayBuffer(whole));
    this.#kept -= whole;
    return kept;
  }

  #keep(buffer: Buffer): void {
    const { length } = buffer;
    if (this.#kept + length > KEPT_BYTES) return;
    const same = this.#free.get(length);
    if (same) same.push(buffer);
    else this.#free.set(length, [buffer]);
    this.#kept += length;
  }
}

export interface Share {
  /** Counts more bytes. Throws a Refusal when there is no room for them. */
  grow(bytes: number): void;
  /** A buffer of that size with anything in it, not counted; it belongs to another request after `drop`. */
  lend(size: number): Buffer;
  /** Gives back what it holds. */
  drop(): void;
  /** The same, at the request's end. */
  release(): void;
}

function busy(): Refusal {
  return new Refusal(503, 'More arrives at once than can be held in memory; it should be sent again.', {
    retryAfter: 1,
  });
}
