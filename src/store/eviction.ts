import type { DatabaseSync, StatementSync } from 'node:sqlite';
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
  /** Key of the trace, or `seq` of logs of no trace. */
  readonly key: number;
  readonly lastSeq: number;
}

/** Drops the oldest of what a service holds: a whole trace, never a pinned one. */
export class Eviction {
  private readonly oldestTrace: StatementSync;
  private readonly oldestLoose: StatementSync;
  private readonly deleteChunks: StatementSync;
  private readonly deleteId: StatementSync;
  private readonly deleteTrace: StatementSync;
  private readonly deleteLoose: StatementSync;

  constructor(database: DatabaseSync) {
    this.oldestTrace = database.prepare(
      `SELECT key, lower(hex(id)) AS traceId, last_seq AS lastSeq, spans + logs AS items, bytes FROM trace
       WHERE root_service = ? AND pinned = 0 ORDER BY last_seq LIMIT 1`,
    );
    this.oldestLoose = database.prepare(
      `SELECT seq AS key, seq AS lastSeq, items, length(bytes) AS bytes FROM chunk
       WHERE trace = ${NO_TRACE} ORDER BY seq LIMIT 1`,
    );
    this.deleteChunks = database.prepare('DELETE FROM chunk WHERE trace = ?');
    this.deleteId = database.prepare(
      'DELETE FROM trace_id WHERE id = (SELECT id FROM trace WHERE trace.key = ?)',
    );
    this.deleteTrace = database.prepare('DELETE FROM trace WHERE key = ?');
    this.deleteLoose = database.prepare('DELETE FROM chunk WHERE seq = ?');
  }

  /** Undefined when the service holds nothing that was complete before that `seq`. */
  dropOldest(service: string, settled: number): Dropped | undefined {
    const trace = this.oldestTrace.get(service) as Candidate | undefined;
    const loose = service === NO_SERVICE ? (this.oldestLoose.get() as Candidate | undefined) : undefined;
    if (loose && loose.lastSeq < Math.min(settled, trace?.lastSeq ?? Infinity)) {
      this.deleteLoose.run(loose.key);
      return loose;
    }
    if (!trace || trace.lastSeq >= settled) return undefined;
    this.deleteChunks.run(trace.key);
    this.deleteId.run(trace.key);
    this.deleteTrace.run(trace.key);
    return trace;
  }
}
