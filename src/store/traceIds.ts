import type { DatabaseSync } from 'node:sqlite';
import { IdRuns, type Run } from './idRuns.ts';

/** So many new traces wait in memory before their ids become a run. */
const GATHERED = 8_192;

/** Which trace has which key. Ids of new traces are in memory only, where a start finds them again. */
export class TraceIds {
  private readonly runs: IdRuns;
  /** Those that are in no run, in the order of their keys. */
  private readonly recent: Map<string, number>;
  /** Of the transaction. */
  private written: Run | undefined;
  /** The last key that a trace was given. */
  lastKey: number;

  constructor(database: DatabaseSync) {
    this.runs = new IdRuns(database);
    this.runs.load();
    const rows = database
      .prepare('SELECT lower(hex(id)) AS id, key FROM trace WHERE key > ? ORDER BY key')
      .all(this.runs.upTo) as { id: string; key: number }[];
    this.recent = new Map(rows.map(({ id, key }) => [id, key]));
    this.lastKey = rows.at(-1)?.key ?? this.runs.upTo;
  }

  /** The key that a trace had last; it may have been deleted since. The id is given as text and as bytes. */
  find(traceId: string, id: Uint8Array): number | undefined {
    return this.recent.get(traceId) ?? this.runs.find(id);
  }

  /** Within the transaction of a commit: makes a run of those that wait when they are enough. */
  index(): void {
    this.written = this.recent.size < GATHERED ? undefined : this.runs.write(this.recent);
  }

  /** After the commit: its new traces can be found. */
  committed(traces: Iterable<{ readonly traceId: string; readonly key: number }>): void {
    if (this.written) {
      this.runs.add(this.written);
      this.recent.clear();
      this.written = undefined;
    }
    for (const { traceId, key } of traces) this.recent.set(traceId, key);
  }

  /** After everything has been deleted. */
  clear(): void {
    this.runs.clear();
    this.recent.clear();
  }
}
