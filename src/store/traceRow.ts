import type { SpanChunk } from '../otlp/chunk.ts';
import type { TraceSummary } from '../trace/summary.ts';

/** A row of the table `trace`. Unix ns; a start of 0n means that none is known yet. */
export interface TraceRow {
  readonly key: number;
  readonly traceId: string;
  /** The same as the database has it. */
  readonly id: Uint8Array;
  start: bigint;
  end: bigint;
  spans: number;
  errors: number;
  logs: number;
  /** Of spans and logs, as they are stored. */
  bytes: number;
  hasRoot: boolean;
  rootName: string;
  rootService: string;
  /** Sorted. */
  services: readonly string[];
  lastSeq: number;
  pinned: boolean;
}

/** A trace id as the database has it. */
export function idBytes(traceId: string): Uint8Array {
  return Buffer.from(traceId, 'hex');
}

export function emptyRow(key: number, traceId: string, id = idBytes(traceId)): TraceRow {
  return {
    key,
    traceId,
    id,
    start: 0n,
    end: 0n,
    spans: 0,
    errors: 0,
    logs: 0,
    bytes: 0,
    hasRoot: false,
    rootName: '',
    rootService: '',
    services: [],
    lastSeq: 0,
    pinned: false,
  };
}

/**
 * Adds a chunk's spans to the row. A root's name wins over that of any other span, an earlier one's over a later one's.
 * @param bytes Those that the chunk takes in the store.
 */
export function addSpans(row: TraceRow, chunk: SpanChunk, bytes: number): void {
  const earlier = row.spans === 0 || isEarlier(chunk.start, row.start);
  if (chunk.hasRoot === row.hasRoot ? earlier : chunk.hasRoot) {
    row.hasRoot = chunk.hasRoot;
    row.rootName = chunk.rootName;
    row.rootService = chunk.rootService;
  }
  if (earlier && chunk.start !== 0n) row.start = chunk.start;
  if (chunk.end > row.end) row.end = chunk.end;
  row.spans += chunk.spans;
  row.errors += chunk.errors;
  row.bytes += bytes;
  if (row.services.length === 0) row.services = chunk.services.toSorted();
  else if (chunk.services.some((service) => !row.services.includes(service))) {
    row.services = [...new Set([...row.services, ...chunk.services])].sort();
  }
}

/** Counts log records of the trace. */
export function addLogs(row: TraceRow, records: number, bytes: number): void {
  row.logs += records;
  row.bytes += bytes;
}

export function summaryOf(row: TraceRow): TraceSummary {
  return {
    traceId: row.traceId,
    rootName: row.rootName,
    rootService: row.rootService,
    services: row.services,
    startUnixNano: String(row.start),
    durationNano: String(durationOf(row)),
    spans: row.spans,
    errors: row.errors,
    ...(row.pinned ? { pinned: true as const } : {}),
  };
}

/** Ns from the first start to the last end; 0n where no start is known. */
export function durationOf({ start, end }: TraceRow): bigint {
  return start !== 0n && end > start ? end - start : 0n;
}

function isEarlier(start: bigint, than: bigint): boolean {
  return start !== 0n && (than === 0n || start < than);
}
