import http2 from 'node:http2';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

export const COMPRESS: Readonly<Record<string, (body: Uint8Array) => Promise<Uint8Array>>> = {
  identity: (body) => Promise.resolve(body),
  gzip: promisify(zlib.gzip),
  deflate: promisify(zlib.deflate),
  zstd: promisify(zlib.zstdCompress),
};

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** POSTs over HTTP/1.1. */
export async function post(
  url: string,
  body: Uint8Array | string,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

export interface H2Answer {
  readonly headers: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader;
  readonly trailers: http2.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One POST over HTTP/2 without TLS; the body goes out in several frames. */
export async function post2(
  port: number,
  path: string,
  body: Uint8Array,
  sent: Record<string, string>,
): Promise<H2Answer> {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  try {
    return await new Promise<H2Answer>((resolve, reject) => {
      const stream = session.request({ ':method': 'POST', ':path': path, ...sent });
      const chunks: Buffer[] = [];
      let headers: H2Answer['headers'] = {};
      let trailers: H2Answer['trailers'] = {};
      session.on('error', reject);
      stream.on('error', reject);
      stream.on('response', (received) => (headers = received));
      stream.on('trailers', (received: http2.IncomingHttpHeaders) => (trailers = received));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        resolve({ headers, trailers, body: Buffer.concat(chunks) });
      });
      const middle = body.length >> 1;
      stream.write(body.subarray(0, middle));
      stream.end(body.subarray(middle));
    });
  } finally {
    session.close();
  }
}

/** A gRPC message with its prefix. */
export function framed(message: Uint8Array, compressed: boolean): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = compressed ? 1 : 0;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
