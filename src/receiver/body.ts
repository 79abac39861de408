import { constants, Http2ServerRequest } from 'node:http2';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { header, type Request } from './exchange.ts';
import type { Share } from './load.ts';
import { Refusal } from './refusal.ts';

export interface BodyBounds {
  /** Bytes, before and after decompression. */
  readonly limit: number;
  /** How long the body may take to arrive. */
  readonly timeoutMs: number;
}

/**
 * The body as it came, in memory that the share lends where its size is known. What there is no room for is read and
 * dropped, so that the client lives to see the answer. Throws a Refusal for a body that is too large, comes too slowly
 * or while there is too much else.
 * @param sizeOf Tells from the first bytes how long the whole is; NaN where that is not known.
 */
export function readBody(
  request: Request,
  { limit, timeoutMs }: BodyBounds,
  share: Share,
  sizeOf = (_first: Buffer) => Number(header(request, 'content-length') || NaN),
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let whole: Buffer | undefined;
    let size = 0;
    let refusal = Number(header(request, 'content-length')) > limit ? tooLarge(limit) : undefined;
    const timer = setTimeout(() => finish(tooSlow(timeoutMs)), timeoutMs);
    const finish = (error: Error | undefined): void => {
      clearTimeout(timer);
      request.off('data', take).off('close', breakOff);
      if (error) reject(error);
      else if (whole) resolve(whole.subarray(0, size));
      else resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    };
    const breakOff = (): void => finish(brokenOff());
    const begin = (first: Buffer): void => {
      const length = sizeOf(first);
      if (length > first.length) whole = share.lend(length);
      if (whole) refusal ??= grown(share, length - first.length);
    };
    const take = (part: Buffer): void => {
      if (size === 0 && refusal === undefined) begin(part);
      const start = size;
      size += part.length;
      if (size > limit) refusal ??= tooLarge(limit);
      if (whole && size > whole.length) {
        parts = [whole.subarray(0, start)];
        whole = undefined;
      }
      if (whole === undefined || start === 0) refusal ??= grown(share, part.length);
      if (refusal === undefined) {
        if (whole) part.copy(whole, start);
        else parts.push(part);
        return;
      }
      parts = [];
      whole = undefined;
      share.drop();
      if (size > 2 * limit) finish(refusal);
    };
    request.on('data', take);
    request.once('end', () => finish(refusal ?? grown(share, 0)));
    request.once('error', finish);
    request.once('close', breakOff);
  });
}

/** Drops what still comes of a body that is not wanted, for a while; for HTTP/1 node does so by itself. */
export function dropRest(request: Request, timeoutMs: number): void {
  if (!(request instanceof Http2ServerRequest)) return;
  const { stream } = request;
  const timer = setTimeout(() => stream.close(constants.NGHTTP2_NO_ERROR), timeoutMs);
  stream.once('close', () => clearTimeout(timer));
  request.resume();
}

/** As node says it of HTTP/1. */
function brokenOff(): Error {
  return Object.assign(new Error('The client broke off.'), { code: 'ECONNRESET' });
}

/** Counts bytes; the refusal when there is no room for them. */
function grown(share: Share, bytes: number): Refusal | undefined {
  try {
    share.grow(bytes);
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
}

/** It says how much of its input it has read. */
type Inflate = Transform & { readonly bytesWritten: number };

const ENCODINGS = new Map<string, (body: Buffer) => Inflate>([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['deflate', (body) => (hasZlibHeader(body) ? zlib.createInflate() : zlib.createInflateRaw())],
  // Younger than the others: looked up when it is needed.
  ['zstd', () => zlib.createZstdDecompress()],
]);

/** "deflate" is zlib's format (RFC 1950); some clients send what is within it alone. */
function hasZlibHeader(body: Buffer): boolean {
  return body.length >= 2 && (body[0]! & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

/** Undoes a content or gRPC encoding; stops as soon as the result is over the limit or there is no room for it. */
export async function decompress(
  body: Buffer,
  encoding: string,
  limit: number,
  share: Share,
): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return body;
  const open = ENCODINGS.get(name);
  if (open === undefined) {
    throw new Refusal(415, `The encoding "${encoding}" is not supported; use gzip, deflate, zstd or none.`);
  }
  const inflate = open(body);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    inflate.end(body);
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      share.grow(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, `The body is not valid ${name}: ${(error as Error).message}.`);
  }
  // Node passes over what follows a frame of zstd, be it another one: what is not read must not be accepted.
  if (inflate.bytesWritten < body.length) {
    throw new Refusal(400, `The body goes on after the end of its ${name}; it should be one frame.`);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

export function tooLarge(limit: number): Refusal {
  const megabytes = Math.round((limit / 1024 / 1024) * 10) / 10;
  return new Refusal(
    413,
    `The request is larger than ${megabytes} MiB; export smaller batches or raise the limit.`,
  );
}

function tooSlow(timeoutMs: number): Refusal {
  return new Refusal(408, `The body did not arrive within ${timeoutMs / 1000} s; it should be sent again.`);
}
