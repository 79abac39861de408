import type { Chunks } from '../otlp/chunk.ts';

/** A request is cut into packs of about so many bytes: to read one trace of a pack, all of the pack is unpacked. */
const FULL_BYTES = 256 * 1024;

/** Chunks that came in one request, end to end. */
export interface Pack<Chunk> {
  readonly chunks: readonly Chunk[];
  /** Before it was compressed. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** The packs of a request, not yet compressed. */
export function packsOf<Chunk extends { readonly length: number }>({
  chunks,
  bytes,
}: Chunks<Chunk>): Pack<Chunk>[] {
  if (bytes.length <= FULL_BYTES && chunks.length > 0) return [{ chunks, size: bytes.length, bytes }];
  const packs: Pack<Chunk>[] = [];
  let first = 0;
  let start = 0;
  let end = 0;
  for (const [i, { length }] of chunks.entries()) {
    end += length;
    if (end - start < FULL_BYTES && i < chunks.length - 1) continue;
    packs.push({
      chunks: chunks.slice(first, i + 1),
      size: end - start,
      bytes: bytes.subarray(start, end),
    });
    first = i + 1;
    start = end;
  }
  return packs;
}
