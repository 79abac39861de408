import { rmSync } from 'node:fs';
import type { MetricSeries } from '../otlp/metric.ts';
import { readMetrics } from '../otlp/readMetrics.ts';
import { openReceiver, type Receiver } from '../receiver/receiver.ts';
import { NONE_REJECTED, type Sink } from '../receiver/sink.ts';
import type { Limits } from '../store/limits.ts';
import type { Pack } from '../store/pack.ts';
import { Packer } from '../store/packer.ts';
import type { TraceReader } from '../store/reader.ts';
import { openStore, type TraceStore } from '../store/store.ts';
import type { Operation } from '../trace/operation.ts';
import { Clients } from './clients.ts';
import type { Door } from './doorOptions.ts';
import { openLog, type Log } from './log.ts';
import { keepHeapSmall } from './heap.ts';
import { OperationFeed } from './operationFeed.ts';
import {
  OperationsChanged,
  PROTOCOL_VERSION,
  StateChanged,
  TracesChanged,
  type PortState,
  type ServerState,
} from './protocol.ts';
import { Rate } from './rate.ts';
import { answerRequests, type Answering } from './requests.ts';
import { Searches } from './searches.ts';
import { socketPath } from './socketPath.ts';
import { TraceFeed } from './traceFeed.ts';
import { VERSION } from './version.ts';

export interface ServerSettings {
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Where windows connect; by default the path that every window derives from the data folder. */
  readonly socket?: string;
  /** What is kept; what is not given is as in DEFAULT_LIMITS. */
  readonly limits?: Partial<Limits>;
  /** Whom and what the receiver lets in. */
  readonly door?: Door;
}

/** State and operations are told at most so often. */
const TICK_MS = 1_000;
/** How long the state warns of a request that could not be read. */
const WARNING_MS = 60_000;
/** How long it tells that a damaged database was set aside. */
const NOTICE_MS = 600_000;

/**
 * Starts the trace server in this process. A port that is taken does not stop it: its state says by whom.
 * @throws StoreError when another server has the data folder, or its traces cannot be read.
 */
export async function startServer(settings: ServerSettings): Promise<TraceServer> {
  keepHeapSmall();
  const server = new TraceServer(settings);
  try {
    await server.open();
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The wiring: receiver -> store -> what has changed -> clients, and the clients' requests back to the store. */
export class TraceServer implements Answering {
  readonly reader: TraceReader;
  readonly searches: Searches;
  /** Settles when the server has closed, by `close` or because a client asked for it. */
  readonly closed: Promise<void>;
  /** Hears how many clients there are after each change. */
  onClients: (count: number) => void = () => undefined;

  private readonly settings: ServerSettings;
  private readonly socket: string;
  private readonly log: Log;
  private readonly store: TraceStore;
  private readonly packer = new Packer();
  private readonly clients: Clients;
  private readonly operationFeed: OperationFeed;
  private readonly traceFeed: TraceFeed;
  private readonly spans = new Rate();
  private readonly logs = new Rate();
  private readonly metrics = new Rate();
  private readonly hasClosed = Promise.withResolvers<undefined>();
  private receiver: Receiver | undefined;
  private warning: { readonly sentence: string; readonly until: number } | undefined;
  private toldState = '';
  private ticking: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(settings: ServerSettings) {
    this.settings = settings;
    this.closed = this.hasClosed.promise;
    this.socket = settings.socket ?? socketPath(settings.data);
    this.store = openStore({
      data: settings.data,
      limits: settings.limits ?? {},
      expected: () => this.receiver?.inFlight() ?? 0,
      onCommit: (committed) => {
        this.operationFeed.wake();
        if (this.clients.count > 0) this.traceFeed.add(committed.traces);
      },
      onDropped: (traceIds) => {
        if (this.clients.count > 0) this.traceFeed.drop(traceIds);
      },
    });
    this.reader = this.store.reader;
    this.searches = new Searches(settings.data);
    this.log = openLog(settings.data);
    if (this.store.notice !== undefined) {
      this.warning = { sentence: this.store.notice, until: performance.now() + NOTICE_MS };
      this.log(this.store.notice);
    }
    this.operationFeed = new OperationFeed(
      (error) => {
        this.log(`Stored spans cannot be counted: ${String(error)}`);
      },
      (traceId) => {
        this.recount(traceId);
      },
    );
    this.traceFeed = new TraceFeed((change) => {
      void this.clients.notify(TracesChanged, change);
    });
    this.clients = new Clients(
      (rpc) => {
        answerRequests(rpc, this);
      },
      (count) => {
        this.onClients(count);
      },
    );
  }

  /** Listens on the ports and at the socket. */
  async open(): Promise<void> {
    await this.listen(this.settings.httpPort, this.settings.grpcPort);
    await this.clients.listen(this.socket);
    this.ticking = setInterval(() => {
      this.tick();
    }, TICK_MS);
    this.operationFeed.follow(this.store.history);
    const { http, grpc } = this.state();
    this.log(
      `Spanline ${VERSION} started (process ${process.pid}): HTTP ${words(http)}, gRPC ${words(grpc)}`,
    );
  }

  state(): ServerState {
    const unopened = { port: 0, listening: false };
    return {
      protocol: PROTOCOL_VERSION,
      version: VERSION,
      pid: process.pid,
      data: this.settings.data,
      http: this.receiver?.http ?? unopened,
      grpc: this.receiver?.grpc ?? unopened,
      spansPerMinute: this.spans.perMinute(),
      logsPerMinute: this.logs.perMinute(),
      metricsPerMinute: this.metrics.perMinute(),
      ...(this.warning && performance.now() < this.warning.until ? { warning: this.warning.sentence } : {}),
    };
  }

  metricSeries(traceId?: string): MetricSeries[] {
    return this.store.metrics.list(traceId);
  }

  /** One sentence when an unreadable database was found and set aside. */
  get notice(): string | undefined {
    return this.store.notice;
  }

  operations(): Operation[] {
    return this.operationFeed.all();
  }

  async setPorts(http: number, grpc: number): Promise<void> {
    await this.receiver?.close();
    await this.listen(http, grpc);
    this.tick();
  }

  pin(traceId: string, pinned: boolean): boolean {
    const known = this.store.pin(traceId, pinned);
    const trace = this.reader.summary(traceId);
    if (trace) this.traceFeed.add([trace]);
    return known;
  }

  clear(): void {
    this.store.clear();
    this.operationFeed.clear();
    this.traceFeed.stop();
    void this.clients.notify(TracesChanged, { traces: [], cleared: true });
  }

  /** Closes on the user's wish: every window is told first. */
  async stop(): Promise<void> {
    await this.clients.notify(StateChanged, { ...this.state(), stopped: true });
    await this.close();
  }

  /** Takes no more, commits what was taken, and lets the folder go. */
  async close(): Promise<void> {
    if (this.closing) return this.closed;
    this.closing = true;
    clearInterval(this.ticking);
    this.clients.stopListening();
    this.traceFeed.stop();
    this.operationFeed.stop();
    await this.receiver?.close();
    this.searches.close();
    await this.clients.close();
    if (process.platform !== 'win32') rmSync(this.socket, { force: true });
    this.packer.stop();
    this.store.close();
    this.log(`stopped (process ${process.pid})`);
    this.hasClosed.resolve(undefined);
  }

  /** Some spans of a trace came again among others. */
  private recount(traceId: string): void {
    try {
      const trace = this.store.recount(traceId);
      if (trace && this.clients.count > 0) this.traceFeed.add([trace]);
    } catch (error) {
      this.log(`Trace ${traceId} cannot be counted again: ${String(error)}`);
    }
  }

  private async listen(httpPort: number, grpcPort: number): Promise<void> {
    this.receiver = await openReceiver({
      host: this.settings.host,
      httpPort,
      grpcPort,
      sink: this.sink(),
      ...this.settings.door,
      onRefused: (sentence, userAgent) => {
        this.warning = { sentence, until: performance.now() + WARNING_MS };
        this.log(`refused${userAgent && ` from ${userAgent}`}: ${sentence}`);
      },
    });
  }

  private sink(): Sink {
    return {
      traces: async (request) => {
        const { packs, rejected, reason } = await this.packer.packed('traces', request);
        await this.store.ingestSpans(packs);
        this.spans.add(itemsOf(packs));
        return { count: rejected, reason };
      },
      logs: async (request) => {
        const { packs } = await this.packer.packed('logs', request);
        await this.store.ingestLogs(packs);
        this.logs.add(itemsOf(packs));
        return NONE_REJECTED;
      },
      metrics: async (request) => {
        const dataPoints = readMetrics(request);
        if (dataPoints.length > 0) await this.store.metrics.ingest(dataPoints);
        this.metrics.add(dataPoints.length);
        return NONE_REJECTED;
      },
    };
  }

  /** Tells the clients what has changed since the last time. */
  private tick(): void {
    const state = this.state();
    const json = JSON.stringify(state);
    if (json !== this.toldState) void this.clients.notify(StateChanged, state);
    this.toldState = json;
    const news = this.operationFeed.news();
    if (news.length > 0) void this.clients.notify(OperationsChanged, news);
  }
}

function words({ port, listening, problem }: PortState): string {
  return listening ? `on ${port}` : (problem ?? `not on ${port}`);
}

function itemsOf(packs: readonly Pack<unknown>[]): number {
  return packs.reduce((sum, { items }) => sum + items, 0);
}
