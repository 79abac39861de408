import { encode, fromJson } from '../otlp/fromJson.ts';
import { decompress, readBody } from './body.ts';
import { header, type Request, type Response } from './exchange.ts';
import { Refusal } from './refusal.ts';
import type { Serving } from './serving.ts';
import { NO_PROFILES, SIGNALS, type Signal } from './signals.ts';
import type { Rejected } from './sink.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';

/** Serves one OTLP/HTTP request. Throws a Refusal or a WireError, which `refuse` answers. */
export async function serveHttp(request: Request, response: Response, serving: Serving): Promise<void> {
  const { limit, share, sink, warn } = serving;
  const path = pathOf(request);
  const signal = signalOf(path);
  expectPost(request);
  const type = contentType(request);
  if (type !== JSON_TYPE && type !== PROTOBUF_TYPE) {
    throw new Refusal(
      415,
      `The content type "${type}" is not supported; send ${PROTOBUF_TYPE} or ${JSON_TYPE}.`,
    );
  }
  const received = await readBody(request, serving, share);
  const body = await decompress(received, header(request, 'content-encoding'), limit, share);
  const json = type === JSON_TYPE;
  const rejected = await sink[signal.name](
    json && body.length > 0 ? fromJson(body.toString(), signal.request) : body,
  );
  const advice = adviceOn(path, signal);
  if (advice !== '') warn(advice);
  const reason = [rejected.reason, advice].filter((sentence) => sentence !== '').join(' ');
  send(response, 200, type, answer(signal, { count: rejected.count, reason }, json));
}

/** Answers a request that is not served, in the request's own encoding. */
export function refuse(request: Request, response: Response, refusal: Refusal): void {
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  // What is left of the body stays unread: the connection cannot carry another request.
  const unread = refusal.status === 408 || refusal.status === 413;
  if (unread && request.httpVersionMajor === 1) response.setHeader('connection', 'close');
  const json = contentType(request) !== PROTOBUF_TYPE;
  if (json) send(response, refusal.status, JSON_TYPE, refusal.json());
  else send(response, refusal.status, PROTOBUF_TYPE, refusal.protobuf());
}

/** ExportXServiceResponse: empty when everything was taken and there is nothing to say. */
export function answer(signal: Signal, rejected: Rejected, json: false): Uint8Array;
export function answer(signal: Signal, rejected: Rejected, json: boolean): string | Uint8Array;
export function answer(signal: Signal, { count, reason }: Rejected, json: boolean): string | Uint8Array {
  const rejected = count > 0 ? { [signal.rejectedField]: String(count) } : {};
  const message = reason === '' ? {} : { partialSuccess: { ...rejected, errorMessage: reason } };
  return json ? JSON.stringify(message) : encode(message, signal.response);
}

/** The path without a query and slashes at its end. */
export function pathOf(request: Request): string {
  return (request.url ?? '').replace(/[?#].*$/, '').replace(/\/+$/, '');
}

export function expectPost(request: Request): void {
  if (request.method === 'POST') return;
  throw new Refusal(405, `${request.method ?? ''} is not supported here; telemetry is sent by POST.`, {
    allow: 'POST',
  });
}

/** By the end of the path: a base URL may have a prefix. */
function signalOf(path: string): Signal {
  const signal = SIGNALS.find((one) => path.endsWith(one.path));
  if (signal !== undefined) return signal;
  throw new Refusal(404, directions(path));
}

function directions(path: string): string {
  if (path === '') {
    return 'Append /v1/traces to the endpoint: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is taken as it is, OTEL_EXPORTER_OTLP_ENDPOINT gets it by itself.';
  }
  if (path.endsWith('/profiles')) return NO_PROFILES;
  return `There is no ${path.slice(0, 200)} here; OTLP is sent to /v1/traces, /v1/logs and /v1/metrics.`;
}

/** What to mend in an endpoint that works here, but would nowhere else. */
function adviceOn(path: string, signal: Signal): string {
  const base = path.slice(0, -signal.path.length);
  const doubled = SIGNALS.find((one) => base.endsWith(one.path));
  if (doubled === undefined) return '';
  return `The data came to ${path.slice(-200)} and was taken, but other receivers refuse that: take ${doubled.path} off OTEL_EXPORTER_OTLP_ENDPOINT, exporters append it by themselves.`;
}

export function contentType(request: Request): string {
  return header(request, 'content-type').replace(/;.*$/, '').trim().toLowerCase();
}

function send(response: Response, status: number, type: string, body: string | Uint8Array): void {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}
