import zlib from 'node:zlib';

/** What is shorter gains little: a call takes longer than writing and reading it. */
const SHORT_BYTES = 1024;
/** Spans repeat each other: the fastest level finds nearly all that the slower ones find. */
const PARAMS = {
  [zlib.constants.ZSTD_c_compressionLevel]: 1,
  [zlib.constants.ZSTD_c_windowLog]: 17,
  [zlib.constants.ZSTD_c_hashLog]: 12,
};
/** A runtime may be built without zstd: then what came is kept as it is. */
const canCompress = 'zstdCompressSync' in zlib;

/** A copy in memory of its own, compressed (zstd) if that makes it shorter. */
export function compressed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.length < SHORT_BYTES || !canCompress) return Uint8Array.from(bytes);
  // Most becomes shorter than a quarter: one buffer, filled once.
  const short = zlib.zstdCompressSync(bytes, { params: PARAMS, chunkSize: bytes.length >> 2 });
  return Uint8Array.from(short.length < bytes.length ? short : bytes);
}

/** @param size Of what was compressed; bytes of that length were left as they are. */
export function unpacked(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length === size) return bytes;
  // Where the last byte fills the buffer, zlib makes another one and looks for more.
  return zlib.zstdDecompressSync(bytes, { chunkSize: size + 1 });
}
