/** How long the first of a group waits for others, in ms; under load as long as the last commit took. */
const GATHER_MS = 2;
const LONGEST_GATHER_MS = 25;
/** Spans and log records of a group, about: a request may be so large that all of it at once would keep everybody waiting. */
const MOST_ITEMS = 32_768;

interface Waiting<Batch> {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers batches and hands them over together: many requests share the cost of one transaction. A group waits a few
 * milliseconds for the requests that are on their way, and no longer than until half of them have come: the others are sent,
 * read and packed while it is committed. A batch's promise settles when `commit` has returned or thrown for its group.
 */
export class GroupCommit<Batch extends { readonly items: number }> {
  private readonly commit: (batches: readonly Batch[]) => void;
  private readonly expected: () => number;
  private waiting: Waiting<Batch>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private gatherMs = GATHER_MS;

  /** `expected` tells how many requests are under way, with those that wait here; unknown where absent. */
  constructor(commit: (batches: readonly Batch[]) => void, expected = () => Infinity) {
    this.commit = commit;
    this.expected = expected;
  }

  add(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.timer ??= setTimeout(() => {
        this.commitGroup();
      }, this.gatherMs);
      if (!this.isHalf()) return;
      // What has been read already joins.
      this.soon ??= setImmediate(() => {
        this.soon = undefined;
        if (this.isHalf()) this.commitGroup();
      });
    });
  }

  /** Commits all that waits, now. */
  flush(): void {
    while (this.waiting.length > 0) this.commitGroup();
  }

  private commitGroup(): void {
    clearTimeout(this.timer);
    clearImmediate(this.soon);
    this.timer = this.soon = undefined;
    const group = this.nextGroup();
    const began = performance.now();
    try {
      this.commit(group.map(({ batch }) => batch));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    const took = performance.now() - began;
    this.gatherMs = Math.min(Math.max(GATHER_MS, took), LONGEST_GATHER_MS);
    // What else has come gets its turn first.
    if (this.waiting.length > 0)
      this.soon = setImmediate(() => {
        this.commitGroup();
      });
  }

  private isHalf(): boolean {
    return this.waiting.length >= this.expected() / 2;
  }

  private nextGroup(): Waiting<Batch>[] {
    let items = 0;
    const enough = this.waiting.findIndex(({ batch }) => (items += batch.items) >= MOST_ITEMS);
    return this.waiting.splice(0, enough < 0 ? Infinity : enough + 1);
  }
}
