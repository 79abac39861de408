import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { PackReader, PLACE, type ChunkPlace } from '../packReader.ts';
import { Signal } from '../schema.ts';
import type { TraceRow } from '../traceRow.ts';
import { TraceTable } from '../traceTable.ts';
import { snapshot } from '../transaction.ts';
import { PackScreen } from './packScreen.ts';
import type { Query } from './query.ts';
import { Turns } from './turns.ts';

/** Traces that are looked at together. */
const PAGE = 200;
/** Stored bytes that are read at once, unless one trace alone has more. */
const BATCH_BYTES = 128 * 1024;

interface ChunkRow extends ChunkPlace {
  readonly trace: number;
}

/** Looks through all traces, newest first. */
export class Search {
  private readonly traces: TraceTable;
  private readonly database: DatabaseSync;
  private readonly packs: PackReader;
  private readonly placesOf: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.traces = new TraceTable(database);
    this.packs = new PackReader(database);
    this.placesOf = database.prepare(
      `SELECT trace, ${PLACE} FROM chunk JOIN pack ON pack.seq = chunk.pack
       WHERE trace IN (SELECT value FROM json_each(?)) AND signal IN (${Signal.Traces}, ?)
       ORDER BY chunk.pack, chunk.start`,
    );
  }

  /**
   * The newest traces that the query finds, at most `limit`.
   * @throws StoreError when `signal` says that nobody waits for them any more.
   */
  async find(query: Query, limit: number, signal?: AbortSignal): Promise<TraceRow[]> {
    const found: TraceRow[] = [];
    const turns = new Turns(signal);
    for await (const candidates of this.candidates(query, turns)) {
      for (const batch of batchesOf(candidates)) {
        const chunks = this.read(batch, query.readsLogs);
        for (const { row, verdict } of batch) {
          if (verdict ?? query.byChunks(row, chunks.get(row.key) ?? [])) found.push(row);
          if (found.length >= limit) return found;
          if (turns.isOver) await turns.next();
        }
      }
      if (turns.isOver) await turns.next();
    }
    return found;
  }

  /** The traces that neither their summary nor their packs rule out, a page at a time: what is dear is read last. */
  private async *candidates({ bySummary, byBytes }: Query, turns: Turns): AsyncIterable<Candidate[]> {
    const screen = byBytes && new PackScreen(this.database, this.packs, byBytes);
    if (screen && !bySummary) {
      for (const keys of this.traces.keys(PAGE)) {
        const rows = this.traces.among(await screen.left(keys, turns));
        yield rows.map((row) => ({ row, verdict: undefined }));
      }
      return;
    }
    for (const rows of this.traces.pages(PAGE)) {
      const all = rows.map((row) => ({ row, verdict: bySummary?.(row) }));
      const possible = all.filter(({ verdict }) => verdict !== false);
      const left = screen && new Set(await screen.left(undecided(possible), turns));
      yield left ? possible.filter(({ row, verdict }) => verdict ?? left.has(row.key)) : possible;
    }
  }

  /** The chunks of the traces that are not decided yet, by key, in the order of arrival. */
  private read(batch: readonly Candidate[], logs: boolean): Map<number, Uint8Array[]> {
    const keys = undecided(batch);
    if (keys.length === 0) return new Map();
    const chunks = new Map<number, Uint8Array[]>(keys.map((key) => [key, []]));
    snapshot(this.database, () => {
      const signal = logs ? Signal.Logs : Signal.Traces;
      const rows = this.placesOf.all(JSON.stringify(keys), signal) as unknown as ChunkRow[];
      for (const row of rows) chunks.get(row.trace)!.push(this.packs.chunk(row));
    });
    return chunks;
  }
}

interface Candidate {
  readonly row: TraceRow;
  readonly verdict: boolean | undefined;
}

/** The keys of those whose chunks must decide. */
function undecided(candidates: readonly Candidate[]): number[] {
  return candidates.filter(({ verdict }) => verdict === undefined).map(({ row }) => row.key);
}

/** In their order, as many together as may be read at once. */
function* batchesOf(candidates: readonly Candidate[]): Iterable<Candidate[]> {
  let batch: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    batch.push(candidate);
    if (candidate.verdict === undefined) bytes += candidate.row.bytes;
    if (bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  yield batch;
}
