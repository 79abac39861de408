import { header, type Request, type Response } from './exchange.ts';

/** Whether somebody looks at the bare address, as people do with a browser. */
export function isVisit(request: Request): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && /^\/?(\?|$)/.test(request.url ?? '');
}

/** Says what this is, and how to send here. */
export function greet(request: Request, response: Response): void {
  const authority = header(request, ':authority') || header(request, 'host');
  const page = `This is Spanline. It receives traces, logs and metrics of OpenTelemetry, in OTLP by gRPC, HTTP/protobuf and HTTP/JSON.

Let a program send here:

    OTEL_EXPORTER_OTLP_ENDPOINT=http://${authority}

Spans in Zipkin's JSON (v2) go to http://${authority}/api/v2/spans.
What has arrived is shown in Visual Studio Code, in the panel "Traces", and by \`spanline traces\`.
`;
  response.statusCode = 200;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', Buffer.byteLength(page));
  response.end(page);
}
