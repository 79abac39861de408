import { Refusal } from './refusal.ts';

/** What the requests in flight hold in memory, all together, up to a limit: beyond it a client is asked to come again. */
export class Load {
  readonly #limit: number;
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The part of one request, which has to be released when the request is done. */
  share(): Share {
    let held = 0;
    return {
      grow: (bytes) => {
        if (this.#bytes + bytes > this.#limit) throw busy();
        held += bytes;
        this.#bytes += bytes;
      },
      release: () => {
        this.#bytes -= held;
        held = 0;
      },
    };
  }
}

export interface Share {
  /** Counts more bytes. Throws a Refusal when there is no room for them. */
  grow(bytes: number): void;
  release(): void;
}

function busy(): Refusal {
  return new Refusal(503, 'More arrives at once than can be held in memory; it should be sent again.', {
    retryAfter: 1,
  });
}
