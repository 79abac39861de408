import { Arena } from './arena.ts';
import { Refusal } from './refusal.ts';

/** What the requests in flight hold in memory, all together, up to a limit: beyond it a client is asked to come again. */
export class Load {
  readonly #limit: number;
  readonly #arena = new Arena();
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
    let lent: Buffer | undefined;
    const grow = (bytes: number): void => {
      if (this.#bytes + bytes > this.#limit) throw busy();
      held += bytes;
      this.#bytes += bytes;
    };
    const drop = (): void => {
      this.#bytes -= held;
      held = 0;
      if (lent) this.#arena.giveBack(lent);
      lent = undefined;
    };
    return {
      grow,
      lend: (size) => (lent = this.#arena.borrow(size)),
      drop,
      release: () => {
        this.requests--;
        drop();
      },
    };
  }
}

export interface Share {
  /** Counts more bytes. Throws a Refusal when there is no room for them. */
  grow(bytes: number): void;
  /** A buffer for the body, with anything in it, not counted; it belongs to another request after `drop`. */
  lend(size: number): Buffer | undefined;
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
