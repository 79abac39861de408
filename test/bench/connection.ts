import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { toJson } from '../../src/otlp/toJson.ts';

/** One connection that stays open, with one request at a time. */
export interface Connection {
  /** Resolves when the server has accepted the body; rejects with its answer when it has not. */
  send(body: Buffer): Promise<void>;
  close(): void;
}

export async function connectHttp(endpoint: string): Promise<Connection> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const url = new URL('/v1/traces', endpoint);
  return Promise.resolve({
    async send(body) {
      const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
      const request = http.request(url, { method: 'POST', agent, headers });
      request.end(body);
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      const answer = await bytesOf(response);
      if (response.statusCode !== 200)
        throw new Error(`HTTP ${response.statusCode ?? 0}: ${answer.toString()}`);
      expectAll(answer);
    },
    close() {
      agent.destroy();
    },
  });
}

const PREFIX = 5;
const METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export async function connectGrpc(endpoint: string): Promise<Connection> {
  const session = http2.connect(endpoint);
  await once(session, 'connect');
  const headers = {
    ':method': 'POST',
    ':path': METHOD,
    'content-type': 'application/grpc',
    te: 'trailers',
  };
  return {
    async send(body) {
      const prefix = Buffer.alloc(PREFIX);
      prefix.writeUInt32BE(body.length, 1);
      const stream = session.request(headers);
      stream.write(prefix);
      stream.end(body);
      let status: unknown;
      let message: unknown;
      const read = (given: http2.IncomingHttpHeaders): void => {
        status ??= given['grpc-status'];
        message ??= given['grpc-message'];
      };
      stream.on('response', read).on('trailers', read);
      const answer = await bytesOf(stream);
      if (status !== '0') throw new Error(`gRPC ${String(status)}: ${String(message)}`);
      expectAll(answer.subarray(PREFIX));
    },
    close() {
      session.close();
    },
  };
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Throws when a response says that spans were rejected; some servers send an empty partial success. */
function expectAll(response: Buffer): void {
  const { partialSuccess } = toJson(response, 'ExportTraceServiceResponse') as {
    partialSuccess?: { rejectedSpans?: string; errorMessage?: string };
  };
  if (Number(partialSuccess?.rejectedSpans ?? 0) > 0) throw new Error(partialSuccess?.errorMessage);
}
