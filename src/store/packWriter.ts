import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { BulkInsert } from './bulkInsert.ts';

const COLUMNS = 'chunk (trace, signal, fingerprint, pack, start, length, items)';

/** Writes packs, and where in them each chunk is. */
export class PackWriter {
  private readonly insertChunks: BulkInsert;
  private readonly insertChunk: StatementSync;
  private readonly insertPack: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertChunks = new BulkInsert(database, COLUMNS);
    this.insertChunk = database.prepare(`INSERT OR IGNORE INTO ${COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.insertPack = database.prepare('INSERT INTO pack VALUES (?, ?, ?)');
  }

  /**
   * Begins a pack; its chunks are to be added in their order, then it is to be ended.
   * @param bytes Compressed, unless there are as many as `size`.
   */
  begin(seq: number, size: number, bytes: Uint8Array): OpenPack {
    const first: SQLInputValue[] = [];
    let start = 0;
    let isNew = false;
    return {
      add: (trace, isFirst, signal, fingerprint, length, items) => {
        const values = [trace, signal, BigInt.asIntN(64, fingerprint), seq, start, length, items];
        start += length;
        if (isFirst) first.push(...values);
        else if (this.insertChunk.run(...values).changes === 0) return 0;
        isNew = true;
        return Math.ceil((length * bytes.length) / size);
      },
      end: () => {
        if (!isNew) return 0;
        this.insertChunks.run(first);
        this.insertPack.run(seq, size, bytes);
        return bytes.length;
      },
    };
  }
}

export interface OpenPack {
  /**
   * @param isFirst Whether there is no other of the trace yet: what an exporter sent before is of a trace that is known.
   * @returns how many bytes of the pack the chunk takes; 0 for one that was sent before.
   */
  add(
    trace: number,
    isFirst: boolean,
    signal: number,
    fingerprint: bigint,
    length: number,
    items: number,
  ): number;
  /** Returns the bytes of the pack; one of which nothing is new is left out. */
  end(): number;
}
