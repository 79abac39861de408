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
    this.bytesOf = database.prepare('SELECT size, bytes FROM pack WHERE seq = ?');
  }

  /** The chunk's bytes; they share their memory with the others of their pack. */
  chunk({ pack, size, start, length }: ChunkPlace): Uint8Array {
    let bytes = this.take(pack);
    // Of another size: it has been packed anew in the meantime.
    if (bytes?.length !== size) bytes = this.read(pack)!;
    return this.keep(pack, bytes).subarray(start, start + length);
  }

  /** All bytes of a pack, undefined for one that is gone; they may hold chunks that are gone. */
  whole(pack: number): Uint8Array | undefined {
    const bytes = this.take(pack) ?? this.read(pack);
    return bytes && this.keep(pack, bytes);
  }

  private read(pack: number): Uint8Array | undefined {
    const row = this.bytesOf.get(pack);
    return row && unpacked(row['bytes'] as Uint8Array, row['size'] as number);
  }

  /** What is kept of a pack; it no longer is. */
  private take(pack: number): Uint8Array | undefined {
    const bytes = this.kept.get(pack);
    if (bytes && this.kept.delete(pack)) this.keptBytes -= bytes.length;
    return bytes;
  }

  private keep(pack: number, bytes: Uint8Array): Uint8Array {
    this.kept.set(pack, bytes);
    this.keptBytes += bytes.length;
    for (const [oldest, { length }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES || oldest === pack) break;
      this.kept.delete(oldest);
      this.keptBytes -= length;
    }
    return bytes;
  }
}
