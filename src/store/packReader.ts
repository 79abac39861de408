import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unpacked } from './compression.ts';

/** Unpacked bytes that are kept: traces that came side by side are in the same packs, and read one after the other. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Where a chunk is; the size is that of the whole pack, unpacked. */
export interface ChunkPlace {
  readonly pack: number;
  readonly size: number;
  readonly start: number;
  readonly length: number;
}

/** The columns of a `ChunkPlace`, from `chunk` joined with its `pack`. */
export const PLACE = 'chunk.pack, pack.size, chunk.start, chunk.length';

/** Reads chunks out of their packs. To be used within the snapshot in which the places were read. */
export class PackReader {
  private readonly bytesOf: StatementSync;
  /** By number, the one that was used last at the end. */
  private readonly kept = new Map<number, Uint8Array>();
  private keptBytes = 0;

  constructor(database: DatabaseSync) {
    this.bytesOf = database.prepare('SELECT bytes FROM pack WHERE seq = ?');
  }

  /** The chunk's bytes; they share their memory with the others of their pack. */
  chunk({ pack, size, start, length }: ChunkPlace): Uint8Array {
    return this.whole(pack, size).subarray(start, start + length);
  }

  private whole(pack: number, size: number): Uint8Array {
    let bytes = this.kept.get(pack);
    this.kept.delete(pack);
    // Of another size: it has been packed anew in the meantime.
    if (bytes?.length !== size) {
      this.keptBytes += size - (bytes?.length ?? 0);
      bytes = unpacked(this.bytesOf.get(pack)!['bytes'] as Uint8Array, size);
    }
    this.kept.set(pack, bytes);
    for (const [oldest, { length }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES || oldest === pack) break;
      this.kept.delete(oldest);
      this.keptBytes -= length;
    }
    return bytes;
  }
}
