import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TraceSummary } from '../trace/summary.ts';
import { matches, parseQuery } from './query.ts';
import { NO_TRACE, openForReading, Signal } from './schema.ts';
import { summaryOf, type TraceRow } from './traceRow.ts';
import { TraceTable } from './traceTable.ts';

/** Traces that a search reads at once. */
const PAGE = 100;
/** A search lets others have their turn after so many milliseconds. */
const SLICE_MS = 10;

/** What the store holds. Bytes are as they came: valid OTLP requests, in the order of arrival. */
export interface TraceReader {
  /** The traces with the latest start, newest first, or those among them that a query finds. Throws StoreError. */
  newest(limit: number, query?: string): Promise<TraceSummary[]>;
  summary(traceId: string): TraceSummary | undefined;
  /** ExportTraceServiceRequests; none for an unknown id. */
  chunksOf(traceId: string): Uint8Array[];
  /** ExportLogsServiceRequests with the records of the trace; of those without a trace for ''. */
  logsOf(traceId: string): Uint8Array[];
  close(): void;
}

/** Opens a data folder for reading, beside the server or without one; empty where no server ever ran. */
export function openReader(data: string): TraceReader {
  const database = openForReading(data);
  return database ? new DatabaseReader(database) : NOTHING;
}

export class DatabaseReader implements TraceReader {
  private readonly database: DatabaseSync;
  private readonly traces: TraceTable;
  private readonly bytesOf: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.traces = new TraceTable(database);
    this.bytesOf = database.prepare('SELECT bytes FROM chunk WHERE trace = ? AND signal = ? ORDER BY seq');
  }

  async newest(limit: number, query = ''): Promise<TraceSummary[]> {
    const parsed = parseQuery(query);
    if (parsed.words.length === 0) return this.traces.newest(limit).map(summaryOf);
    const found: TraceSummary[] = [];
    let pause = performance.now() + SLICE_MS;
    for (const row of this.newestRows()) {
      if (found.length >= limit) break;
      if (matches(parsed, row, () => this.everything(row.key))) found.push(summaryOf(row));
      if (performance.now() < pause) continue;
      await nextTurn();
      pause = performance.now() + SLICE_MS;
    }
    return found;
  }

  summary(traceId: string): TraceSummary | undefined {
    const row = this.traces.find(traceId);
    return row && row.spans > 0 ? summaryOf(row) : undefined;
  }

  chunksOf(traceId: string): Uint8Array[] {
    return this.bytes(this.traces.find(traceId)?.key, Signal.Traces);
  }

  logsOf(traceId: string): Uint8Array[] {
    return this.bytes(traceId === '' ? NO_TRACE : this.traces.find(traceId)?.key, Signal.Logs);
  }

  close(): void {
    this.database.close();
  }

  private *newestRows(): Iterable<TraceRow> {
    let page = this.traces.newest(PAGE);
    while (page.length > 0) {
      yield* page;
      page = this.traces.newest(PAGE, page.at(-1));
    }
  }

  private *everything(key: number): Iterable<Uint8Array> {
    yield* this.bytes(key, Signal.Traces);
    yield* this.bytes(key, Signal.Logs);
  }

  private bytes(key: number | undefined, signal: number): Uint8Array[] {
    if (key === undefined) return [];
    return this.bytesOf.all(key, signal).map((row) => row['bytes'] as Uint8Array);
  }
}

/** A folder in which no server ever ran. A query is checked all the same. */
const NOTHING: TraceReader = {
  newest: async (_limit, query = '') => {
    parseQuery(query);
    return Promise.resolve([]);
  },
  summary: () => undefined,
  chunksOf: () => [],
  logsOf: () => [],
  close: () => undefined,
};
