/** How long the first of a group waits for others, in ms; under load as long as the last commit took. */
const GATHER_MS = 2;
const LONGEST_GATHER_MS = 25;

interface Waiting<Batch> {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers batches for a few milliseconds and hands them over together: many requests share the cost of one
 * transaction. A batch's promise settles when `commit` has returned or thrown for its group.
 */
export class GroupCommit<Batch> {
  private readonly commit: (batches: readonly Batch[]) => void;
  private waiting: Waiting<Batch>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private gatherMs = GATHER_MS;

  constructor(commit: (batches: readonly Batch[]) => void) {
    this.commit = commit;
  }

  add(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.timer ??= setTimeout(() => {
        this.flush();
      }, this.gatherMs);
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const group = this.waiting;
    if (group.length === 0) return;
    this.waiting = [];
    const began = performance.now();
    try {
      this.commit(group.map(({ batch }) => batch));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    const took = performance.now() - began;
    this.gatherMs = Math.min(Math.max(GATHER_MS, took), LONGEST_GATHER_MS);
  }
}
