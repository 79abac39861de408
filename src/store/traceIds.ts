import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { idBytes } from './traceTable.ts';

/** So many new traces wait in memory before their ids go into the index. */
const GATHERED = 8_192;
/** Ids that go into the index with one commit. */
const SLICE = 1_024;

/**
 * Which trace has which key. Ids are random, so that each would change another page of an index: those of new traces
 * are kept in memory, where a start finds them again, and go into the index (`trace_id`) thousands at a time in the
 * order of the ids, a slice with every commit. `indexed` says up to which key that has been done.
 */
export class TraceIds {
  private readonly database: DatabaseSync;
  private readonly inIndex: StatementSync;
  private readonly addToIndex: StatementSync;
  private readonly recent: Map<string, number>;
  private sorted: readonly (readonly [traceId: string, key: number])[] = [];
  private done = 0;
  /** The last key that a trace was given. */
  lastKey: number;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.inIndex = database.prepare('SELECT key FROM trace_id WHERE id = ?');
    this.addToIndex = database.prepare('INSERT OR REPLACE INTO trace_id VALUES (?, ?)');
    const rows = database
      .prepare('SELECT lower(hex(id)) AS id, key FROM trace WHERE key > (SELECT up_to FROM indexed)')
      .all() as { id: string; key: number }[];
    this.recent = new Map(rows.map(({ id, key }) => [id, key]));
    const { last } = database
      .prepare('SELECT max(up_to, ifnull((SELECT max(key) FROM trace), 0)) AS last FROM indexed')
      .get() as { last: number };
    this.lastKey = last;
  }

  /** The key that a trace had last; it may have been deleted since: an entry of the index can outlive its trace. */
  find(traceId: string): number | undefined {
    return (
      this.recent.get(traceId) ?? (this.inIndex.get(idBytes(traceId)) as { key: number } | undefined)?.key
    );
  }

  /** Within the transaction of a commit: takes the next slice into the index. */
  index(): void {
    if (this.sorted.length === 0) {
      if (this.recent.size < GATHERED) return;
      this.sorted = [...this.recent].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    const slice = this.sorted.slice(this.done, this.done + SLICE);
    for (const [traceId, key] of slice) this.addToIndex.run(idBytes(traceId), key);
    if (this.done + SLICE >= this.sorted.length) {
      // Not `lastKey`: what has come since is not among them.
      const upTo = this.sorted.reduce((most, [, key]) => Math.max(most, key), 0);
      this.database.prepare('UPDATE indexed SET up_to = ?').run(upTo);
    }
  }

  /** After the commit: its new traces can be found, and what went into the index is forgotten here. */
  committed(traces: Iterable<{ readonly traceId: string; readonly key: number }>): void {
    if (this.sorted.length > 0) {
      this.done += SLICE;
      if (this.done >= this.sorted.length) {
        for (const [traceId, key] of this.sorted) {
          if (this.recent.get(traceId) === key) this.recent.delete(traceId);
        }
        this.sorted = [];
        this.done = 0;
      }
    }
    for (const { traceId, key } of traces) this.recent.set(traceId, key);
  }

  /** After everything has been deleted. */
  clear(): void {
    this.recent.clear();
    this.sorted = [];
    this.done = 0;
  }
}
