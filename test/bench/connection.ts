import { once } from 'node:events';
import http2 from 'node:http2';
import { Client } from 'undici';
import { toJson } from '../../src/otlp/toJson.ts';

/** One connection that stays open, with one request at a time. */
export interface Connection {
  /** Resolves when the server has accepted the body; rejects with its answer when it has not. */
  send(body: Buffer): Promise<void>;
  close(): void;
}

export async function connectHttp(endpoint: string): Promise<Connection> {
  // The lightest client that there is for Node: what it takes, the server does not get.
  const client = new Client(endpoint, { pipelining: 1 });
  const headers = { 'content-type': 'application/x-protobuf' };
  return Promise.resolve({
    async send(body) {
      const response = await client.request({ path: '/v1/traces', method: 'POST', headers, body });
      const answer = Buffer.from(await response.body.arrayBuffer());
      if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}: ${answer.toString()}`);
      expectAll(answer);
    },
    close() {
      void client.destroy();
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
