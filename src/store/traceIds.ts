import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { IdFilter } from './idFilter.ts';
import { idBytes } from './traceTable.ts';

/** So many new traces wait in memory before their ids go into the index. */
const GATHERED = 8_192;
/** Ids that go into the index with one commit. */
const SLICE = 1_024;
/** Ids of the index that the filter learns with one commit, after a start. */
const LEARNT = 2_048;

/**
 * Which trace has which key. Ids are random, so that each would change another page of an index: those of new traces
 * are kept in memory, where a start finds them again, and go into the index (`trace_id`) thousands at a time in the
 * order of the ids, a slice with every commit. `indexed` says up to which key that has been done. A filter knows of
 * most ids that they are not in the index.
 */
export class TraceIds {
  private readonly database: DatabaseSync;
  private readonly inIndex: StatementSync;
  private readonly addToIndex: StatementSync;
  private readonly nextInIndex: StatementSync;
  private readonly filter = new IdFilter();
  /** The last id of the index that the filter has learnt; undefined when it knows all of them. */
  private learnt: Uint8Array | undefined = new Uint8Array(0);
  private recent: Map<string, number>;
  /** Those on their way into the index, and how many of them are there. */
  private leaving = new Map<string, number>();
  private sorted: readonly (readonly [traceId: string, key: number])[] = [];
  private done = 0;
  /** The last key that a trace was given. */
  lastKey: number;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.inIndex = database.prepare('SELECT key FROM trace_id WHERE id = ?');
    this.addToIndex = database.prepare('INSERT OR REPLACE INTO trace_id VALUES (?, ?)');
    this.nextInIndex = database.prepare('SELECT id FROM trace_id WHERE id > ? ORDER BY id LIMIT ?');
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
    const key = this.recent.get(traceId) ?? this.leaving.get(traceId);
    if (key !== undefined) return key;
    const id = idBytes(traceId);
    if (this.learnt === undefined && !this.filter.mayHold(id)) return undefined;
    return (this.inIndex.get(id) as { key: number } | undefined)?.key;
  }

  /** Within the transaction of a commit: takes the next slice into the index. */
  index(): void {
    this.learn();
    if (this.sorted.length === 0) {
      if (this.recent.size < GATHERED) return;
      this.leaving = this.recent;
      this.recent = new Map();
      this.sorted = [...this.leaving].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    for (const [traceId, key] of this.sorted.slice(this.done, this.done + SLICE)) {
      const id = idBytes(traceId);
      this.addToIndex.run(id, key);
      this.filter.add(id);
    }
    if (this.done + SLICE >= this.sorted.length) {
      // Not `lastKey`: what has come since is not among them.
      const upTo = this.sorted.reduce((most, [, key]) => Math.max(most, key), 0);
      this.database.prepare('UPDATE indexed SET up_to = ?').run(upTo);
    }
  }

  /** After the commit: its new traces can be found, and what went into the index is forgotten here. */
  committed(traces: Iterable<{ readonly traceId: string; readonly key: number }>): void {
    this.done += SLICE;
    if (this.done >= this.sorted.length) this.forgetLeft();
    for (const { traceId, key } of traces) this.recent.set(traceId, key);
  }

  /** After everything has been deleted. */
  clear(): void {
    this.recent.clear();
    this.forgetLeft();
    this.filter.clear();
    this.learnt = undefined;
  }

  private forgetLeft(): void {
    this.leaving = new Map();
    this.sorted = [];
    this.done = 0;
  }

  private learn(): void {
    if (this.learnt === undefined) return;
    const ids = this.nextInIndex.all(this.learnt, LEARNT).map(({ id }) => id as Uint8Array);
    for (const id of ids) this.filter.add(id);
    this.learnt = ids.length < LEARNT ? undefined : ids.at(-1);
  }
}
