import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { PackReader, PLACE, type ChunkPlace } from './packReader.ts';
import { snapshot } from './transaction.ts';

/** Reads the chunks of a trace. */
export class ChunkReader {
  private readonly database: DatabaseSync;
  private readonly packs: PackReader;
  private readonly places: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.packs = new PackReader(database);
    this.places = database.prepare(
      `SELECT ${PLACE} FROM chunk JOIN pack ON pack.seq = chunk.pack
       WHERE trace = ? AND signal = ? ORDER BY chunk.pack, chunk.start`,
    );
  }

  /** Those of a signal, in the order of arrival. */
  of(key: number, signal: number): Uint8Array[] {
    return snapshot(this.database, () => {
      const places = this.places.all(key, signal) as unknown as ChunkPlace[];
      return places.map((place) => this.packs.chunk(place));
    });
  }
}
