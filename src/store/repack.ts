import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compressed } from './compression.ts';
import { PackReader, PLACE, type ChunkPlace } from './packReader.ts';

/** A pack is packed anew when no more than this part of it is still in use. */
const WORTH_KEEPING = 1 / 4;

/** Gives back what deleted chunks leave in their packs. */
export class Repack {
  private readonly reader: PackReader;
  private readonly chunksIn: StatementSync;
  private readonly move: StatementSync;
  private readonly remove: StatementSync;
  private readonly insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.reader = new PackReader(database);
    this.chunksIn = database.prepare(
      `SELECT ${PLACE} FROM chunk JOIN pack ON pack.seq = chunk.pack WHERE chunk.pack = ? ORDER BY chunk.start`,
    );
    this.move = database.prepare('UPDATE chunk SET start = ? WHERE pack = ? AND start = ?');
    this.remove = database.prepare('DELETE FROM pack WHERE seq = ?');
    this.insert = database.prepare('INSERT INTO pack VALUES (?, ?, ?)');
  }

  /** Removes a pack that holds nothing any more, and makes one smaller that holds little. */
  tidy(pack: number): void {
    const places = this.chunksIn.all(pack) as unknown as ChunkPlace[];
    if (places.length === 0) {
      this.remove.run(pack);
      return;
    }
    const used = places.reduce((sum, { length }) => sum + length, 0);
    if (used > places[0]!.size * WORTH_KEEPING) return;
    const bytes = Buffer.concat(places.map((place) => this.reader.chunk(place)));
    let at = 0;
    // From the first to the last: each moves to where none is left.
    for (const { start, length } of places) {
      this.move.run(at, pack, start);
      at += length;
    }
    // An update would leave the row alone in its page: deleting is what joins pages.
    this.remove.run(pack);
    this.insert.run(pack, used, compressed(bytes));
  }
}
