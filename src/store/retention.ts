import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { NO_TRACE } from './schema.ts';
import { transaction } from './transaction.ts';

/** Pause between two steps, in ms: requests come first. */
const PAUSE_MS = 20;
/** Pause after a step that failed (a full disk, a locked database): nothing is lost, the next one tries again. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** Items a step deletes at least; under heavy load a tenth of what is too much. */
const STEP_ITEMS = 2_000;

/**
 * Keeps the store within a number of items (spans and log records). The traces that nothing was added to for longest
 * go first, each as a whole, in short steps in the background.
 */
export class Retention {
  private readonly database: DatabaseSync;
  private readonly maxItems: number;
  private readonly oldestTrace: StatementSync;
  private readonly oldestLoose: StatementSync;
  private readonly deleteChunks: StatementSync;
  private readonly deleteTrace: StatementSync;
  private readonly deleteLoose: StatementSync;
  private readonly takeFromTotal: StatementSync;
  private items: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync, maxItems: number) {
    this.database = database;
    this.maxItems = maxItems;
    this.oldestTrace = database.prepare(
      'SELECT key, last_seq, spans + logs AS items FROM trace ORDER BY last_seq LIMIT 1',
    );
    this.oldestLoose = database.prepare(
      `SELECT seq, items FROM chunk WHERE trace = ${NO_TRACE} ORDER BY seq LIMIT 1`,
    );
    this.deleteChunks = database.prepare('DELETE FROM chunk WHERE trace = ?');
    this.deleteTrace = database.prepare('DELETE FROM trace WHERE key = ?');
    this.deleteLoose = database.prepare('DELETE FROM chunk WHERE seq = ?');
    this.takeFromTotal = database.prepare('UPDATE total SET items = items - ?');
    this.items = database.prepare('SELECT items FROM total').get()!['items'] as number;
  }

  /** So many items were committed. */
  added(items: number): void {
    this.items += items;
    this.schedule(PAUSE_MS);
  }

  /** Everything was deleted. */
  cleared(): void {
    this.items = 0;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private schedule(pause: number): void {
    if (this.items <= this.maxItems || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      try {
        this.items -= this.step();
        this.schedule(PAUSE_MS);
      } catch {
        this.schedule(PAUSE_AFTER_FAILURE_MS);
      }
    }, pause);
  }

  /** Returns how many items it deleted. */
  private step(): number {
    const excess = this.items - this.maxItems;
    const goal = Math.min(excess, Math.max(STEP_ITEMS, excess / 10));
    return transaction(this.database, () => {
      let sum = 0;
      while (sum < goal) sum += this.deleteOldest();
      this.takeFromTotal.run(sum);
      return sum;
    });
  }

  /** Deletes the oldest trace, or the oldest logs of no trace when they are older. Returns how many items went. */
  private deleteOldest(): number {
    const trace = this.oldestTrace.get() as { key: number; last_seq: number; items: number } | undefined;
    const loose = this.oldestLoose.get() as { seq: number; items: number } | undefined;
    if (trace && (!loose || trace.last_seq < loose.seq)) {
      this.deleteChunks.run(trace.key);
      this.deleteTrace.run(trace.key);
      return trace.items;
    }
    if (!loose) throw new Error('The store counts items that it does not hold.');
    this.deleteLoose.run(loose.seq);
    return loose.items;
  }
}
