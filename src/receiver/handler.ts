import { Http2ServerResponse } from 'node:http2';
import { WireError } from '../otlp/wire.ts';
import { answerPreflight, checkHost, checkOrigin } from './access.ts';
import { dropRest, type BodyBounds } from './body.ts';
import { header, type Request, type Response } from './exchange.ts';
import type { Load } from './load.ts';
import { isGrpc, refuseGrpc, serveGrpc } from './otlpGrpc.ts';
import { refuse, serveHttp } from './otlpHttp.ts';
import { Refusal } from './refusal.ts';
import type { Serving } from './serving.ts';
import type { Sink } from './sink.ts';
import { greet, isVisit } from './visit.ts';
import { isZipkin, serveZipkin } from './zipkinHttp.ts';

export interface HandlerOptions extends BodyBounds {
  readonly sink: Sink;
  readonly load: Load;
  readonly origins: readonly string[];
  /** Whether requests under a public host name are refused. */
  readonly loopback: boolean;
  /** Hears what a sender should change: one sentence, and who it is. */
  readonly onRefused: (sentence: string, userAgent: string) => void;
}

/** Serves one request of any protocol. Never rejects: whatever is wrong with a request is answered. */
export async function handle(request: Request, response: Response, options: HandlerOptions): Promise<void> {
  const { load, origins, loopback, onRefused } = options;
  const grpc = isGrpc(request) && response instanceof Http2ServerResponse ? response : undefined;
  const client = { gone: false };
  response.once('close', () => (client.gone = true));
  const share = load.share();
  const warn = (sentence: string): void => onRefused(sentence, header(request, 'user-agent'));
  const serving: Serving = { ...options, share, warn };
  try {
    if (loopback) checkHost(request);
    checkOrigin(request, response, origins);
    if (request.method === 'OPTIONS') answerPreflight(request, response);
    else if (isVisit(request)) greet(request, response);
    else if (grpc) await serveGrpc(request, grpc, serving);
    else if (isZipkin(request)) await serveZipkin(request, response, serving);
    else await serveHttp(request, response, serving);
  } catch (error) {
    if (client.gone || isReset(error) || response.headersSent) return;
    const refusal = refusalOf(error);
    if (request.method === 'POST') warn(refusal.message);
    dropRest(request, options.timeoutMs);
    if (grpc) refuseGrpc(grpc, refusal);
    else refuse(request, response, refusal);
  } finally {
    share.release();
  }
}

/** Whether the client broke off while its body was read. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof WireError) {
    const field = typeof error.at === 'number' ? `byte ${error.at}` : error.at;
    return new Refusal(400, `The request cannot be read: ${error.message}.`, { field });
  }
  const cause = error instanceof Error ? error.message : String(error);
  return new Refusal(503, `The data could not be stored and should be sent again: ${cause}`, {
    retryAfter: 1,
  });
}
