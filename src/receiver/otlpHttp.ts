import { encode, fromJson } from '../otlp/fromJson.ts';
import { decompress, readBody } from './body.ts';
import { header, type Request, type Response } from './exchange.ts';
import { Refusal } from './refusal.ts';
import { SIGNALS, type Rejected, type Signal } from './signals.ts';
import type { Sink } from './sink.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';

/** Serves one OTLP/HTTP request. Throws a Refusal or a WireError, which `refuse` answers. */
export async function serveHttp(
  request: Request,
  response: Response,
  sink: Sink,
  limit: number,
): Promise<void> {
  const signal = signalOf(request);
  if (request.method !== 'POST') {
    throw new Refusal(405, `${request.method ?? ''} is not supported here; OTLP is sent by POST.`, {
      allow: 'POST',
    });
  }
  const type = contentType(request);
  if (type !== JSON_TYPE && type !== PROTOBUF_TYPE) {
    throw new Refusal(
      415,
      `The content type "${type}" is not supported; send ${PROTOBUF_TYPE} or ${JSON_TYPE}.`,
    );
  }
  const received = await readBody(request, limit);
  const body = await decompress(received, header(request, 'content-encoding'), limit);
  const json = type === JSON_TYPE;
  const rejected = await signal.take(
    json && body.length > 0 ? fromJson(body.toString(), signal.request) : body,
    sink,
  );
  send(response, 200, type, answer(signal, rejected, json));
}

/** Answers a request that is not served, in the request's own encoding. */
export function refuse(request: Request, response: Response, refusal: Refusal): void {
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  // What is left of the body stays unread: the connection cannot carry another request.
  if (refusal.status === 413 && request.httpVersionMajor === 1) response.setHeader('connection', 'close');
  const json = contentType(request) !== PROTOBUF_TYPE;
  send(response, refusal.status, json ? JSON_TYPE : PROTOBUF_TYPE, refusal.body(json));
}

/** ExportXServiceResponse: empty when everything was taken. */
export function answer(signal: Signal, rejected: Rejected, json: false): Uint8Array;
export function answer(signal: Signal, rejected: Rejected, json: boolean): string | Uint8Array;
export function answer(signal: Signal, rejected: Rejected, json: boolean): string | Uint8Array {
  const partialSuccess = { [signal.rejectedField]: String(rejected.count), errorMessage: rejected.reason };
  const message = rejected.count > 0 ? { partialSuccess } : {};
  return json ? JSON.stringify(message) : encode(message, signal.response);
}

/** By the end of the path: a base URL may have a prefix. */
function signalOf(request: Request): Signal {
  const path = (request.url ?? '').replace(/[?#].*$/, '').replace(/\/+$/, '');
  const signal = SIGNALS.find((one) => path.endsWith(one.path));
  if (signal !== undefined) return signal;
  const advice =
    path === ''
      ? 'Append /v1/traces to the endpoint: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is taken as it is, OTEL_EXPORTER_OTLP_ENDPOINT gets it by itself.'
      : `There is no ${path.slice(0, 200)} here; OTLP is sent to /v1/traces, /v1/logs and /v1/metrics.`;
  throw new Refusal(404, advice);
}

function contentType(request: Request): string {
  return header(request, 'content-type').replace(/;.*$/, '').trim().toLowerCase();
}

function send(response: Response, status: number, type: string, body: string | Uint8Array): void {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}
