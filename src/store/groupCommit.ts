/** How long the first of a group waits for others, in ms. */
const GATHER_MS = 2;

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

  constructor(commit: (batches: readonly Batch[]) => void) {
    this.commit = commit;
  }

  add(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.timer ??= setTimeout(() => {
        this.flush();
      }, GATHER_MS);
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const group = this.waiting;
    if (group.length === 0) return;
    this.waiting = [];
    try {
      this.commit(group.map(({ batch }) => batch));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
