import type { DatabaseSync } from 'node:sqlite';
import type { TraceSummary } from '../trace/summary.ts';
import { ChunkReader } from './chunkReader.ts';
import { parseQuery } from './query.ts';
import { Search } from './query/search.ts';
import { NO_TRACE, openForReading, Signal } from './schema.ts';
import { summaryOf } from './traceRow.ts';
import { TraceTable } from './traceTable.ts';

/** What the store holds. Bytes are as they came: valid OTLP requests, in the order of arrival. */
export interface TraceReader {
  /**
   * The traces with the latest start, newest first, or those among them that a query finds. Rejects with a StoreError
   * when the query cannot be read, and when `signal` ends the search.
   */
  newest(limit: number, query?: string, signal?: AbortSignal): Promise<TraceSummary[]>;
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
  private readonly search: Search;
  private readonly chunks: ChunkReader;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.traces = new TraceTable(database);
    this.search = new Search(database);
    this.chunks = new ChunkReader(database);
  }

  async newest(limit: number, query = '', signal?: AbortSignal): Promise<TraceSummary[]> {
    const parsed = parseQuery(query);
    const rows = parsed ? await this.search.find(parsed, limit, signal) : this.traces.newest(limit);
    return rows.map(summaryOf);
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

  private bytes(key: number | undefined, signal: number): Uint8Array[] {
    return key === undefined ? [] : this.chunks.of(key, signal);
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
