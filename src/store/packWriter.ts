import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Writes packs, and where in them each chunk is. */
export class PackWriter {
  private readonly insertChunk: StatementSync;
  private readonly insertPack: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertChunk = database.prepare('INSERT OR IGNORE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.insertPack = database.prepare('INSERT INTO pack VALUES (?, ?, ?)');
  }

  /**
   * Begins a pack; its chunks are to be added in their order, then it is to be ended.
   * @param bytes Compressed, unless there are as many as `size`.
   */
  begin(seq: number, size: number, bytes: Uint8Array): OpenPack {
    let start = 0;
    let isNew = false;
    return {
      add: (trace, signal, fingerprint, length, items) => {
        const id = BigInt.asIntN(64, fingerprint);
        const { changes } = this.insertChunk.run(trace, signal, id, seq, start, length, items);
        start += length;
        if (changes === 0) return 0;
        isNew = true;
        return Math.ceil((length * bytes.length) / size);
      },
      end: () => {
        if (!isNew) return 0;
        this.insertPack.run(seq, size, bytes);
        return bytes.length;
      },
    };
  }
}

export interface OpenPack {
  /** Returns how many bytes of the pack the chunk takes; 0 for one that an exporter sent before. */
  add(trace: number, signal: number, fingerprint: bigint, length: number, items: number): number;
  /** Returns the bytes of the pack; one of which nothing is new is left out. */
  end(): number;
}
