import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PackReader } from '../packReader.ts';
import { Signal } from '../schema.ts';
import { snapshot } from '../transaction.ts';
import type { ByteScreen } from './byteScreen.ts';
import type { Turns } from './turns.ts';

/** Packs of which it is remembered what they hold: those of traces that came about the same time. */
const REMEMBERED = 10_000;

/** Rules traces out by what does not occur in the packs of their spans: each is looked through once for all its traces. */
export class PackScreen {
  private readonly database: DatabaseSync;
  private readonly packs: PackReader;
  private readonly screen: ByteScreen;
  private readonly packsOf: StatementSync;
  /** By pack, the needs that it meets. A pack never gets what it did not hold before. */
  private readonly metIn = new Map<number, number>();

  constructor(database: DatabaseSync, packs: PackReader, screen: ByteScreen) {
    this.database = database;
    this.packs = packs;
    this.screen = screen;
    this.packsOf = database.prepare(
      `SELECT pack, json_group_array(trace) AS traces FROM chunk
       WHERE trace IN (SELECT value FROM json_each(?)) AND signal = ${Signal.Traces} GROUP BY pack`,
    );
  }

  /** Those of the traces that are left. */
  async left(keys: readonly number[], turns: Turns): Promise<number[]> {
    const metBy = new Map<number, number>();
    const rows = this.packsOf.all(JSON.stringify(keys));
    let next = 0;
    const lookOn = (): boolean => {
      for (; next < rows.length && !turns.isOver; next++) {
        const row = rows[next]!;
        const met = this.metInPack(row['pack'] as number);
        const traces = met === 0 ? [] : (JSON.parse(row['traces'] as string) as number[]);
        for (const key of traces) metBy.set(key, met | (metBy.get(key) ?? 0));
      }
      return next < rows.length;
    };
    // In a snapshot the database is locked once and not for every pack; none outlasts a turn.
    while (snapshot(this.database, lookOn)) await turns.next();
    return keys.filter((key) => this.screen.passes(metBy.get(key) ?? 0));
  }

  private metInPack(pack: number): number {
    const known = this.metIn.get(pack);
    if (known !== undefined) return known;
    const bytes = this.packs.whole(pack);
    const met = bytes ? this.screen.look(bytes) : 0;
    if (this.metIn.size === REMEMBERED) this.metIn.clear();
    this.metIn.set(pack, met);
    return met;
  }
}
