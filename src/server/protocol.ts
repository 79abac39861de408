/**
 * What the trace server and its clients (windows, CLI) say to each other over the local socket: JSON-RPC in
 * vscode-jsonrpc's framing, with byte arrays carried outside the JSON (see `framing.ts`).
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { MetricSeries } from '../otlp/metric.ts';
import type { Operation } from '../trace/operation.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { TraceSummary } from '../trace/summary.ts';
import type { TracesChange } from '../trace/tracesChange.ts';

/** Raised by one whenever a message is added or changes its meaning; a client that finds another number takes the server over or steps back. */
export const PROTOCOL_VERSION = 3;

/** One listening port, or why it does not listen. */
export interface PortState {
  /** The port that listens, or the one that was asked for when it could not be had. */
  readonly port: number;
  readonly listening: boolean;
  /** One sentence when it does not listen: who holds the port where that can be known. */
  readonly problem?: string;
}

export interface ServerState {
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  readonly data: string;
  readonly http: PortState;
  readonly grpc: PortState;
  readonly spansPerMinute: number;
  readonly logsPerMinute: number;
  readonly metricsPerMinute: number;
  /** What needs the user's attention, as the newest request that was refused: one sentence with a next step. */
  readonly warning?: string;
  /** The user has stopped the server: no window starts it again by itself. */
  readonly stopped?: true;
}

export interface TracesQuery {
  readonly query?: string;
  /** Only these traces, in this order; those that are gone are left out. */
  readonly traceIds?: readonly string[];
  readonly limit: number;
}

export const Hello = new RequestType<{ client: string; version: string }, ServerState, void>('hello');
export const Traces = new RequestType<TracesQuery, TraceSummary[], void>('traces');
/** The packed columns of a trace (`unpackTrace`), or null for an unknown id. */
export const Trace = new RequestType<{ traceId: string }, Uint8Array | null, void>('trace');
export const SpanOf = new RequestType<{ traceId: string; spanId: string }, SpanDetail | null, void>('span');
/** Every operation known. */
export const Operations = new RequestType0<Operation[], void>('operations');
/** The latest points of every metric series; with a trace id of those that have an exemplar in that trace. */
export const Metrics = new RequestType<{ traceId?: string }, MetricSeries[], void>('metrics');
/** Moves the receiver to other ports (0: a free one). */
export const SetPorts = new RequestType<{ http: number; grpc: number }, ServerState, void>('setPorts');
/** Keeps a trace whatever the limits are, or lets it go again. False for an unknown one. */
export const Pin = new RequestType<{ traceId: string; pinned: boolean }, boolean, void>('pin');
export const Clear = new RequestType0<null, void>('clear');
/** The server saves what it has, answers and exits: an older one is replaced this way. */
export const Shutdown = new RequestType0<null, void>('shutdown');
/** The same for all windows: each is told that it was the user's wish. */
export const Stop = new RequestType0<null, void>('stop');

/** Sent at most a few times a second, and only when something changed. */
export const StateChanged = new NotificationType<ServerState>('state');
export const TracesChanged = new NotificationType<TracesChange>('tracesChanged');
export const OperationsChanged = new NotificationType<Operation[]>('operationsChanged');
