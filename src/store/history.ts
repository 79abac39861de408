import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { PackReader, PLACE, type ChunkPlace } from './packReader.ts';
import { Signal } from './schema.ts';

export interface StoredChunk {
  readonly seq: number;
  readonly traceId: string;
  readonly spans: number;
  readonly bytes: Uint8Array;
}

interface ChunkRow extends ChunkPlace {
  readonly traceId: string;
  readonly spans: number;
}

/** The chunks of spans in the order of arrival. */
export class History {
  private readonly packs: PackReader;
  private readonly backwards: StatementSync;
  private readonly forwards: StatementSync;

  constructor(database: DatabaseSync) {
    this.packs = new PackReader(database);
    this.backwards = database.prepare(
      `SELECT pack, items FROM chunk WHERE signal = ${Signal.Traces} ORDER BY pack DESC`,
    );
    this.forwards = database.prepare(
      `SELECT ${PLACE}, lower(hex(id)) AS traceId, items AS spans
       FROM chunk JOIN pack ON pack.seq = chunk.pack JOIN trace ON trace.key = chunk.trace
       WHERE signal = ${Signal.Traces} AND chunk.pack > ? ORDER BY chunk.pack, chunk.start`,
    );
  }

  /** The place before the newest chunks that hold at least so many spans together; 0 when there are not so many. */
  placeBefore(spans: number): number {
    let sum = 0;
    for (const row of this.backwards.iterate()) {
      sum += row['items'] as number;
      if (sum >= spans) return (row['pack'] as number) - 1;
    }
    return 0;
  }

  /** The next chunks after a place: of whole packs, as many as hold about so many spans. */
  after(seq: number, spans: number): StoredChunk[] {
    const chunks: StoredChunk[] = [];
    let sum = 0;
    for (const row of this.forwards.iterate(seq) as Iterable<ChunkRow>) {
      if (sum >= spans && row.pack !== chunks.at(-1)!.seq) break;
      chunks.push({
        seq: row.pack,
        traceId: row.traceId,
        spans: row.spans,
        bytes: this.packs.chunk(row),
      });
      sum += row.spans;
    }
    return chunks;
  }
}
