import type { Http2ServerResponse } from 'node:http2';
import { decompress, readBody, tooLarge } from './body.ts';
import { header, type Request } from './exchange.ts';
import type { Share } from './load.ts';
import { answer } from './otlpHttp.ts';
import { Refusal } from './refusal.ts';
import type { Serving } from './serving.ts';
import { NO_PROFILES, SIGNALS } from './signals.ts';

/** A flag for compression and four bytes of length stand before every message. */
const PREFIX = 5;

export function isGrpc(request: Request): boolean {
  return (
    request.httpVersionMajor === 2 &&
    /^application\/grpc(\+proto)?\s*(;|$)/i.test(header(request, 'content-type'))
  );
}

/** Serves one unary gRPC call of OTLP. Throws a Refusal or a WireError, which `refuseGrpc` answers. */
export async function serveGrpc(
  request: Request,
  response: Http2ServerResponse,
  { limit, timeoutMs, share, sink }: Serving,
): Promise<void> {
  const signal = SIGNALS.find((one) => one.method === request.url);
  if (signal === undefined) {
    const isProfiles = request.url?.includes('.ProfilesService/') === true;
    throw new Refusal(404, isProfiles ? NO_PROFILES : `There is no method ${request.url ?? ''} here.`);
  }
  const framed = await readBody(request, { limit: limit + PREFIX, timeoutMs }, share, framedSize);
  const message = await messageIn(framed, header(request, 'grpc-encoding'), limit, share);
  const rejected = await sink[signal.name](message);
  const body = answer(signal, rejected, false);
  const frame = Buffer.alloc(PREFIX + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, PREFIX);
  begin(response);
  response.addTrailers({ 'grpc-status': '0' });
  response.end(frame);
}

/** Answers a call that is not served, with the details where clients of gRPC look for them. */
export function refuseGrpc(response: Http2ServerResponse, refusal: Refusal): void {
  begin(response);
  response.addTrailers({
    'grpc-status': String(refusal.code),
    // Only what must be escaped is: grpc-js leaves escapes of `:`, `/` and their like as they are.
    'grpc-message': encodeURI(refusal.message.toWellFormed()),
    'grpc-status-details-bin': Buffer.from(refusal.protobuf()).toString('base64'),
  });
  response.end();
}

function begin(response: Http2ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/grpc',
    'grpc-accept-encoding': 'identity,deflate,gzip',
  });
}

/** Of the message that begins so, with what stands before it. */
function framedSize(first: Buffer): number {
  return first.length < PREFIX ? NaN : PREFIX + first.readUInt32BE(1);
}

async function messageIn(framed: Buffer, encoding: string, limit: number, share: Share): Promise<Buffer> {
  if (framed.length < PREFIX) throw new Refusal(400, 'The call carries no message.');
  const length = framed.readUInt32BE(1);
  if (length > limit) throw tooLarge(limit);
  if (length !== framed.length - PREFIX) {
    throw new Refusal(
      400,
      `The call carries ${framed.length - PREFIX} bytes where its message is said to have ${length}.`,
    );
  }
  const message = framed.subarray(PREFIX);
  if (framed[0] === 0) return message;
  if (!['gzip', 'deflate', 'identity'].includes(encoding)) {
    throw new Refusal(404, `The encoding "${encoding}" is not supported; use gzip, deflate or identity.`);
  }
  return decompress(message, encoding, limit, share);
}
