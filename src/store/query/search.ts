import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PackReader, PLACE, type ChunkPlace } from '../packReader.ts';
import { Signal } from '../schema.ts';
import { StoreError } from '../storeError.ts';
import type { TraceRow } from '../traceRow.ts';
import { TraceTable } from '../traceTable.ts';
import { snapshot } from '../transaction.ts';
import type { Query } from './query.ts';

/** Rows of traces that are read at once. */
const PAGE = 200;
/** Stored bytes that are read at once, unless one trace alone has more. */
const BATCH_BYTES = 128 * 1024;
/** A search lets others have their turn after so many milliseconds. */
const SLICE_MS = 5;

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
    let pause = performance.now() + SLICE_MS;
    for (const batch of this.batches(query)) {
      const chunks = this.read(batch, query.readsLogs);
      for (const { row, verdict } of batch) {
        if (verdict ?? query.byChunks(row, chunks.get(row.key) ?? [])) found.push(row);
        if (found.length >= limit) return found;
        if (performance.now() < pause) continue;
        await nextTurn();
        if (signal?.aborted) throw new StoreError('The search was given up.');
        pause = performance.now() + SLICE_MS;
      }
    }
    return found;
  }

  /** All traces but those that their summary rules out. */
  private *batches(query: Query): Iterable<Candidate[]> {
    let batch: Candidate[] = [];
    let bytes = 0;
    for (let page = this.traces.newest(PAGE); page.length > 0; page = this.traces.newest(PAGE, page.at(-1))) {
      for (const row of page) {
        const verdict = query.bySummary(row);
        if (verdict !== false) batch.push({ row, verdict });
        if (verdict === undefined) bytes += row.bytes;
        if (bytes < BATCH_BYTES) continue;
        yield batch;
        batch = [];
        bytes = 0;
      }
      // What is found already is told before more is read.
      yield batch;
      batch = [];
      bytes = 0;
    }
  }

  /** The chunks of the traces that are not decided yet, by key, in the order of arrival. */
  private read(batch: readonly Candidate[], logs: boolean): Map<number, Uint8Array[]> {
    const keys = batch.filter(({ verdict }) => verdict === undefined).map(({ row }) => row.key);
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
