import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { header, type Request } from './exchange.ts';
import { Refusal } from './refusal.ts';

/** The body as it came. What goes over the limit is read and dropped, so that the client lives to see the answer. */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks = [];
    if (size > 2 * limit) break;
  }
  if (size > limit || Number(header(request, 'content-length')) > limit) throw tooLarge(limit);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

type Inflate = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const ENCODINGS = new Map<string, Inflate>([
  ['gzip', promisify(zlib.gunzip)],
  ['x-gzip', promisify(zlib.gunzip)],
  ['deflate', promisify(zlib.inflate)],
  // Younger than the others: looked up when it is needed.
  ['zstd', (body, options) => promisify(zlib.zstdDecompress)(body, options)],
]);

/** Undoes a content or gRPC encoding; stops as soon as the result is over the limit. */
export async function decompress(body: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return body;
  const inflate = ENCODINGS.get(name);
  if (inflate === undefined) {
    throw new Refusal(415, `The encoding "${encoding}" is not supported; use gzip, deflate, zstd or none.`);
  }
  try {
    return await inflate(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new Refusal(400, `The body is not valid ${name}: ${(error as Error).message}.`);
  }
}

export function tooLarge(limit: number): Refusal {
  const megabytes = Math.round((limit / 1024 / 1024) * 10) / 10;
  return new Refusal(
    413,
    `The request is larger than ${megabytes} MiB; export smaller batches or raise the limit.`,
  );
}
