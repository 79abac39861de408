import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import type { MetricSeries } from '../otlp/metric.ts';
import type { TraceReader } from '../store/reader.ts';
import { StoreError } from '../store/storeError.ts';
import type { Operation } from '../trace/operation.ts';
import { packTrace } from '../trace/pack.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { spanDetail, traceColumns } from './answers.ts';
import * as protocol from './protocol.ts';
import type { Searches } from './searches.ts';

/** What a client may ask of the server. */
export interface Answering {
  readonly reader: TraceReader;
  readonly searches: Pick<Searches, 'find'>;
  state(): protocol.ServerState;
  operations(): Operation[];
  metricSeries(traceId?: string): MetricSeries[];
  setPorts(http: number, grpc: number): Promise<void>;
  pin(traceId: string, pinned: boolean): boolean;
  clear(): void;
  close(): Promise<void>;
  stop(): Promise<void>;
}

/** Answers every request of the protocol on this connection. */
export function answerRequests(rpc: MessageConnection, server: Answering): void {
  rpc.onRequest(protocol.Hello, () => server.state());
  rpc.onRequest(protocol.Traces, async ({ limit, query, traceIds }, token) => {
    if (traceIds) return summariesOf(server.reader, traceIds.slice(0, limit));
    if (query === undefined || query.trim() === '') return server.reader.newest(limit);
    const search = new AbortController();
    const cancelled = token.onCancellationRequested(() => {
      search.abort();
    });
    try {
      return await server.searches.find(limit, query, search.signal);
    } catch (error) {
      // Its one sentence goes to the user as it is.
      if (error instanceof StoreError) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
      throw error;
    } finally {
      cancelled.dispose();
    }
  });
  rpc.onRequest(protocol.Trace, ({ traceId }) => {
    const columns = traceColumns(server.reader, traceId);
    return columns && packTrace(columns);
  });
  rpc.onRequest(protocol.SpanOf, ({ traceId, spanId }) => spanDetail(server.reader, traceId, spanId));
  rpc.onRequest(protocol.Operations, () => server.operations());
  rpc.onRequest(protocol.Metrics, ({ traceId }) => server.metricSeries(traceId));
  rpc.onRequest(protocol.SetPorts, async ({ http, grpc }) => {
    await server.setPorts(http, grpc);
    return server.state();
  });
  rpc.onRequest(protocol.Pin, ({ traceId, pinned }) => server.pin(traceId, pinned));
  rpc.onRequest(protocol.Clear, () => {
    server.clear();
    return null;
  });
  rpc.onRequest(protocol.Shutdown, () => {
    setImmediate(() => void leave(rpc, server));
    return null;
  });
  rpc.onRequest(protocol.Stop, () => {
    setImmediate(() => void server.stop());
    return null;
  });
}

/** Those of the traces that are still there, in the order given. */
function summariesOf(reader: TraceReader, traceIds: readonly string[]): TraceSummary[] {
  return traceIds.flatMap((traceId) => reader.summary(traceId) ?? []);
}

/** Closes when the answer to `Shutdown` is out: messages go in order, and this one comes after it. */
async function leave(rpc: MessageConnection, server: Answering): Promise<void> {
  await rpc.sendNotification(protocol.StateChanged, server.state()).catch(() => undefined);
  await server.close();
}
