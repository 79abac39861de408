import { encode } from '../otlp/fromJson.ts';
import { parseJson } from '../otlp/jsonText.ts';
import { fromZipkin } from '../otlp/zipkin.ts';
import { decompress, readBody } from './body.ts';
import { header, type Request, type Response } from './exchange.ts';
import { contentType, expectPost, pathOf } from './otlpHttp.ts';
import { Refusal } from './refusal.ts';
import type { Serving } from './serving.ts';

export function isZipkin(request: Request): boolean {
  return /\/api\/v[12]\/spans$/.test(pathOf(request));
}

/** Takes spans as Zipkin's reporters send them. Throws a Refusal or a WireError. */
export async function serveZipkin(request: Request, response: Response, serving: Serving): Promise<void> {
  const { limit, share, sink } = serving;
  expectPost(request);
  if (pathOf(request).endsWith('/api/v1/spans')) {
    throw new Refusal(404, "Only version 2 of Zipkin's JSON is taken here; send it to /api/v2/spans.");
  }
  const type = contentType(request);
  if (type !== 'application/json') {
    throw new Refusal(415, `The content type "${type}" is not supported for Zipkin; send application/json.`);
  }
  const received = await readBody(request, serving, share);
  const body = await decompress(received, header(request, 'content-encoding'), limit, share);
  await sink.traces(encode(fromZipkin(parseJson(body.toString())), 'ExportTraceServiceRequest'));
  response.statusCode = 202;
  response.setHeader('content-length', 0);
  response.end();
}
