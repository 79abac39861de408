import { Http2ServerResponse } from 'node:http2';
import { WireError } from '../otlp/wire.ts';
import { answerPreflight, checkHost, checkOrigin } from './access.ts';
import { header, type Request, type Response } from './exchange.ts';
import { isGrpc, refuseGrpc, serveGrpc } from './otlpGrpc.ts';
import { refuse, serveHttp } from './otlpHttp.ts';
import { Refusal } from './refusal.ts';
import type { Sink } from './sink.ts';

export interface HandlerOptions {
  readonly sink: Sink;
  readonly limit: number;
  readonly origins: readonly string[];
  /** Whether requests under a public host name are refused. */
  readonly loopback: boolean;
  readonly onRefused: (sentence: string, userAgent: string) => void;
}

/** Serves one request of any OTLP protocol. Never rejects: whatever is wrong with a request is answered. */
export async function handle(request: Request, response: Response, options: HandlerOptions): Promise<void> {
  const { sink, limit, origins, loopback, onRefused } = options;
  const grpc = isGrpc(request) && response instanceof Http2ServerResponse ? response : undefined;
  const client = { gone: false };
  response.once('close', () => (client.gone = true));
  try {
    if (loopback) checkHost(request);
    checkOrigin(request, response, origins);
    if (request.method === 'OPTIONS') answerPreflight(request, response);
    else if (grpc) await serveGrpc(request, grpc, sink, limit);
    else await serveHttp(request, response, sink, limit);
  } catch (error) {
    if (client.gone || isReset(error) || response.headersSent) return;
    const refusal = refusalOf(error);
    if (request.method === 'POST') onRefused(refusal.message, header(request, 'user-agent'));
    if (grpc) refuseGrpc(grpc, refusal);
    else refuse(request, response, refusal);
  }
}

/** Whether the client broke off while its body was read. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof WireError) return new Refusal(400, `The request cannot be read: ${error.message}.`);
  const cause = error instanceof Error ? error.message : String(error);
  return new Refusal(503, `The data could not be stored and should be sent again: ${cause}`, {
    'retry-after': '1',
  });
}
