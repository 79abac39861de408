import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Signal } from './schema.ts';

export interface StoredChunk {
  readonly seq: number;
  readonly traceId: string;
  readonly spans: number;
  readonly bytes: Uint8Array;
}

/** The chunks of spans in the order of arrival. */
export class History {
  private readonly backwards: StatementSync;
  private readonly forwards: StatementSync;

  constructor(database: DatabaseSync) {
    this.backwards = database.prepare(
      `SELECT seq, items FROM chunk WHERE signal = ${Signal.Traces} ORDER BY seq DESC`,
    );
    this.forwards = database.prepare(
      `SELECT seq, lower(hex(id)) AS traceId, items AS spans, chunk.bytes FROM chunk JOIN trace ON trace.key = chunk.trace
       WHERE signal = ${Signal.Traces} AND seq > ? ORDER BY seq LIMIT ?`,
    );
  }

  /** The place before the newest chunks that hold at least so many spans together; 0 when there are not so many. */
  placeBefore(spans: number): number {
    let sum = 0;
    for (const row of this.backwards.iterate()) {
      sum += row['items'] as number;
      if (sum >= spans) return (row['seq'] as number) - 1;
    }
    return 0;
  }

  /** The next chunks after a place. */
  after(seq: number, limit: number): StoredChunk[] {
    return this.forwards.all(seq, limit) as unknown as StoredChunk[];
  }
}
