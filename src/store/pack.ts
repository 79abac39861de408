import { itemsIn, type Chunks, type LogChunk, type SpanChunk, type Split } from '../otlp/chunk.ts';
import { splitLogs } from '../otlp/splitLogs.ts';
import { splitTraces } from '../otlp/splitTraces.ts';
import { compressed } from './compression.ts';

/** A request is cut into packs of about so many bytes: to read one trace of a pack, all of the pack is unpacked. */
const FULL_BYTES = 256 * 1024;

/** Chunks that came in one request, end to end. */
export interface Pack<Chunk> {
  readonly chunks: Iterable<Chunk>;
  /** Spans or log records in them. */
  readonly items: number;
  /** Before it was compressed. */
  readonly size: number;
  /** Compressed, unless there are as many as `size`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A request, ready to be stored. */
export interface Packed<Chunk> {
  readonly packs: readonly Pack<Chunk>[];
  /** Items refused for invalid ids, and why. */
  readonly rejected: number;
  readonly reason: string;
}

/** Takes the requests of a signal apart and packs them. They throw a WireError where the bytes cannot be read. */
export const PACK = {
  traces: (request: Uint8Array): Packed<SpanChunk> => packed(splitTraces(request, borrow)),
  logs: (request: Uint8Array): Packed<LogChunk> => packed(splitLogs(request, borrow)),
};

function packed<Chunk extends SpanChunk | LogChunk>(split: Split<Chunk>): Packed<Chunk> {
  return { packs: packsOf(split), rejected: split.rejected, reason: split.reason };
}

/** The packs of a request's chunks; their bytes are copied. */
export function packsOf<Chunk extends SpanChunk | LogChunk>(split: Chunks<Chunk>): Pack<Chunk>[] {
  return cut(split).map(({ chunks, bytes }) => ({
    chunks,
    items: chunks.reduce((sum, chunk) => sum + itemsIn(chunk), 0),
    size: bytes.length,
    bytes: compressed(bytes),
  }));
}

/** The chunks of each pack, and their bytes. */
export function cut<Chunk extends { readonly length: number }>({
  chunks,
  bytes,
}: Chunks<Chunk>): Chunks<Chunk>[] {
  if (bytes.length <= FULL_BYTES && chunks.length > 0) return [{ chunks, bytes }];
  const parts: Chunks<Chunk>[] = [];
  let first = 0;
  let start = 0;
  let end = 0;
  for (const [i, { length }] of chunks.entries()) {
    end += length;
    if (end - start < FULL_BYTES && i < chunks.length - 1) continue;
    parts.push({ chunks: chunks.slice(first, i + 1), bytes: bytes.subarray(start, end) });
    first = i + 1;
    start = end;
  }
  return parts;
}

/** What is longer is left to the garbage collector. */
const LARGEST_SPARE = 1024 * 1024;
let spare = Buffer.allocUnsafeSlow(0);

/** The same memory for one request after the other: what is packed of it is a copy. */
function borrow(size: number): Buffer {
  if (size > LARGEST_SPARE) return Buffer.allocUnsafeSlow(size);
  if (size > spare.length) spare = Buffer.allocUnsafeSlow(size);
  return spare.subarray(0, size);
}
