/**
 * The spans of one trace out of one export request. Its bytes are themselves a valid ExportTraceServiceRequest that
 * holds what was received for that trace, byte for byte: resources, scopes and spans of other traces are left out. Chunks
 * of a trace laid end to end are again a valid request, because protobuf concatenation merges repeated fields.
 */
export interface SpanChunk {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Of its bytes. */
  readonly length: number;
  readonly spans: number;
  /** Spans whose status is ERROR. */
  readonly errors: number;
  /** Earliest start (zero starts left out; 0n when there is no other) and latest end. Unix ns. */
  readonly start: bigint;
  readonly end: bigint;
  /** The span without a parent, when it is in this chunk; else the earliest span. */
  readonly hasRoot: boolean;
  readonly rootName: string;
  readonly rootService: string;
  readonly services: readonly string[];
  /** Hash of the span ids: an exporter's retry brings the same chunk again. */
  readonly fingerprint: bigint;
}

/** The log records of one trace (`traceId` '' for those of none); its bytes are a valid ExportLogsServiceRequest. */
export interface LogChunk {
  readonly traceId: string;
  readonly length: number;
  readonly records: number;
  /** Hash of its bytes. */
  readonly fingerprint: bigint;
}

export function itemsIn(chunk: SpanChunk | LogChunk): number {
  return 'spans' in chunk ? chunk.spans : chunk.records;
}

/** Chunks in the order in which their bytes lie, end to end. */
export interface Chunks<Chunk> {
  readonly chunks: readonly Chunk[];
  readonly bytes: Uint8Array;
}

/** What came out of one export request. */
export interface Split<Chunk> extends Chunks<Chunk> {
  /** Items refused for invalid ids, and why: an OTLP partial success. */
  readonly rejected: number;
  readonly reason: string;
}
