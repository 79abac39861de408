import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { IdFilter } from './idFilter.ts';

const ID_BYTES = 16;

/** Ids of traces whose keys follow each other: where the id of a key stands tells the key. */
export interface Run {
  readonly first: number;
  readonly upTo: number;
  readonly filter: IdFilter;
}

/**
 * The table `id_run`: the ids of all traces but the last ones, thousands in a row of the table, in the order of their keys.
 * Ids are random: an index in their order would have to change a page for nearly each of them. A filter tells of nearly
 * every id that it is not in a run; where it may be, the run is read and searched.
 */
export class IdRuns {
  private readonly select: StatementSync;
  private readonly idsOf: StatementSync;
  private readonly insert: StatementSync;
  private runs: Run[] = [];

  constructor(database: DatabaseSync) {
    this.select = database.prepare('SELECT first, up_to AS upTo, filter FROM id_run ORDER BY up_to');
    this.idsOf = database.prepare('SELECT ids FROM id_run WHERE up_to = ?');
    this.insert = database.prepare('INSERT INTO id_run (up_to, first, filter, ids) VALUES (?, ?, ?, ?)');
  }

  /** The last key that is in a run; 0 for none. */
  get upTo(): number {
    return this.runs.at(-1)?.upTo ?? 0;
  }

  /** Gets to know the runs that there are. */
  load(): void {
    this.runs = this.select.all().map(({ first, upTo, filter }) => ({
      first: first as number,
      upTo: upTo as number,
      filter: new IdFilter(filter as Uint8Array),
    }));
  }

  /** The key that the trace had last; it may have been deleted since. */
  find(id: Uint8Array): number | undefined {
    const hash = IdFilter.hashOf(id);
    for (let i = this.runs.length - 1; i >= 0; i--) {
      const run = this.runs[i]!;
      if (!run.filter.mayHold(hash)) continue;
      const row = this.idsOf.get(run.upTo);
      // All of its traces have been deleted.
      if (!row) this.runs.splice(i, 1);
      const place = row ? placeIn(row['ids'] as Uint8Array, id) : -1;
      if (place >= 0) return run.first + place;
    }
    return undefined;
  }

  /** Within a transaction: writes a run of these. It can be found after `add`. */
  write(keys: ReadonlyMap<string, number>): Run {
    const all = [...keys.values()];
    const first = Math.min(...all);
    const upTo = Math.max(...all);
    const ids = Buffer.alloc((upTo - first + 1) * ID_BYTES);
    const filter = IdFilter.for(keys.size);
    for (const [traceId, key] of keys) {
      const at = (key - first) * ID_BYTES;
      ids.write(traceId, at, 'hex');
      filter.add(IdFilter.hashOf(ids.subarray(at, at + ID_BYTES)));
    }
    this.insert.run(upTo, first, filter.bytes, ids);
    return { first, upTo, filter };
  }

  add(run: Run): void {
    this.runs.push(run);
  }

  clear(): void {
    this.runs = [];
  }
}

/** Which of the ids it is; -1 when it is none. */
function placeIn(ids: Uint8Array, id: Uint8Array): number {
  const all = Buffer.from(ids.buffer, ids.byteOffset, ids.length);
  let at = all.indexOf(id);
  // The end of one and the beginning of another.
  while (at >= 0 && at % ID_BYTES !== 0) at = all.indexOf(id, at + 1);
  return at < 0 ? -1 : at / ID_BYTES;
}
