import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Repack } from './repack.ts';
import { NO_TRACE } from './schema.ts';
import { NO_SERVICE } from './shares.ts';

export interface Dropped {
  /** Spans and log records. */
  readonly items: number;
  readonly bytes: number;
  /** None where it was logs of no trace. */
  readonly traceId?: string;
}

interface Candidate extends Dropped {
  /** Key of the trace, or number of the pack of logs of no trace. */
  readonly key: number;
  readonly lastSeq: number;
}

/** Drops the oldest of what a service holds: a whole trace, never a pinned one. */
export class Eviction {
  private readonly oldestTrace: StatementSync;
  private readonly oldestLoose: StatementSync;
  private readonly packsOf: StatementSync;
  private readonly deleteChunks: StatementSync;
  private readonly deleteRuns: StatementSync;
  private readonly deleteTrace: StatementSync;
  private readonly deleteLoose: StatementSync;
  private readonly repack: Repack;
  /** Packs that hold less than before. */
  private readonly left = new Set<number>();
  /** The last key of a dropped trace. */
  private lastKey = 0;

  constructor(database: DatabaseSync) {
    this.oldestTrace = database.prepare(
      `SELECT key, lower(hex(id)) AS traceId, last_seq AS lastSeq, spans + logs AS items, bytes FROM trace
       WHERE root_service = ? AND pinned = 0 ORDER BY last_seq LIMIT 1`,
    );
    this.oldestLoose = database.prepare(
      `SELECT pack AS key, pack AS lastSeq, items, length * length(bytes) / size AS bytes
       FROM chunk JOIN pack ON pack.seq = chunk.pack WHERE trace = ${NO_TRACE} ORDER BY pack LIMIT 1`,
    );
    this.packsOf = database.prepare('SELECT DISTINCT pack FROM chunk WHERE trace = ?');
    this.deleteChunks = database.prepare('DELETE FROM chunk WHERE trace = ?');
    // The last one stays: no key is ever given twice.
    this.deleteRuns = database.prepare(
      `DELETE FROM id_run WHERE first <= ? AND up_to < (SELECT max(up_to) FROM id_run)
       AND NOT EXISTS (SELECT 1 FROM trace WHERE key BETWEEN first AND up_to)`,
    );
    this.deleteTrace = database.prepare('DELETE FROM trace WHERE key = ?');
    this.deleteLoose = database.prepare(`DELETE FROM chunk WHERE pack = ? AND trace = ${NO_TRACE}`);
    this.repack = new Repack(database);
  }

  /** Undefined when the service holds nothing that was complete before that `seq`. */
  dropOldest(service: string, settled: number): Dropped | undefined {
    const trace = this.oldestTrace.get(service) as Candidate | undefined;
    const loose = service === NO_SERVICE ? (this.oldestLoose.get() as Candidate | undefined) : undefined;
    if (loose && loose.lastSeq < Math.min(settled, trace?.lastSeq ?? Infinity)) {
      this.deleteLoose.run(loose.key);
      this.left.add(loose.key);
      return loose;
    }
    if (!trace || trace.lastSeq >= settled) return undefined;
    for (const { pack } of this.packsOf.all(trace.key) as { pack: number }[]) this.left.add(pack);
    this.deleteChunks.run(trace.key);
    this.deleteTrace.run(trace.key);
    this.lastKey = Math.max(this.lastKey, trace.key);
    return trace;
  }

  /** Within the same transaction: gives back what the dropped traces took. */
  tidy(): void {
    for (const pack of this.left) this.repack.tidy(pack);
    this.left.clear();
    if (this.lastKey > 0) this.deleteRuns.run(this.lastKey);
    this.lastKey = 0;
  }
}
