import { EventEmitter, type Disposable } from 'vscode';
import type { CancellationToken, NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import { connectServer, type ServerConnection, type ServerOptions } from '../server/client.ts';
import { OperationsChanged, StateChanged, TracesChanged, type ServerState } from '../server/protocol.ts';
import type { Operation } from '../trace/operation.ts';
import type { TracesChange } from '../trace/tracesChange.ts';

/** Waits between attempts to reach the server again, in ms; the last one repeats. */
const BACKOFF_MS = [100, 500, 2_000, 10_000];

/**
 * This window's link to the trace server: started or found when needed, found again when it dies, and quiet after the
 * user has stopped it.
 */
export class ServerLink implements Disposable {
  private readonly stateChanged = new EventEmitter<void>();
  private readonly tracesChanged = new EventEmitter<TracesChange>();
  private readonly operationsChanged = new EventEmitter<Operation[]>();
  private readonly options: () => ServerOptions;
  private readonly log: (line: string) => void;
  private connection: ServerConnection | undefined;
  private wanted = false;
  private connecting = false;
  private attempt = 0;
  private retry: NodeJS.Timeout | undefined;

  /** The server's newest state; undefined while there is none. */
  state: ServerState | undefined;
  /** Why there is no state: 'starting', 'stopped', or a sentence. */
  why = 'stopped';

  readonly onState = this.stateChanged.event;
  readonly onTraces = this.tracesChanged.event;
  readonly onOperations = this.operationsChanged.event;

  constructor(options: () => ServerOptions, log: (line: string) => void) {
    this.options = options;
    this.log = log;
  }

  /** Connects now, starting the server where none runs; resolves when connected or after the first failure. */
  async start(): Promise<void> {
    if (this.connection || this.connecting) return;
    this.wanted = true;
    this.attempt = 0;
    clearTimeout(this.retry);
    await this.connect();
  }

  /** Leaves the server; it goes by itself when no other window needs it. */
  leave(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    this.connection?.dispose();
    this.lost('stopped');
  }

  /** Sends a request; rejects with a sentence while there is no server. */
  async request<P, R>(type: RequestType<P, R, void>, params: P, token?: CancellationToken): Promise<R> {
    return this.connected().sendRequest<R>(type.method, params, ...(token ? [token] : []));
  }

  async ask<R>(type: RequestType0<R, void>): Promise<R> {
    return this.connected().sendRequest(type);
  }

  dispose(): void {
    this.leave();
    for (const emitter of [this.stateChanged, this.tracesChanged, this.operationsChanged]) emitter.dispose();
  }

  private connected() {
    if (!this.connection) throw new Error(`The trace server is not connected (${this.why}).`);
    return this.connection.rpc;
  }

  private async connect(): Promise<void> {
    this.lost('starting');
    this.connecting = true;
    try {
      const connection = await connectServer(this.options());
      if (!this.wanted) {
        connection.dispose();
        return;
      }
      this.connection = connection;
      this.attempt = 0;
      this.listen(connection);
      this.update(connection.state);
    } catch (error) {
      if (!this.wanted) return;
      this.log(`The trace server could not be reached: ${String(error)}`);
      this.lost(error instanceof Error ? error.message : String(error));
      this.again();
    } finally {
      this.connecting = false;
    }
  }

  private listen(connection: ServerConnection): void {
    const on = <P>(type: NotificationType<P>, handler: (params: P) => void) =>
      connection.rpc.onNotification(type, handler);
    on(StateChanged, (state) => {
      // Another window has stopped it: it stays so here, too.
      if (state.stopped) this.leave();
      else this.update(state);
    });
    on(TracesChanged, (change) => this.tracesChanged.fire(change));
    on(OperationsChanged, (operations) => this.operationsChanged.fire(operations));
    connection.onClose(() => {
      if (this.connection !== connection) return;
      this.log('The trace server has gone.');
      this.lost('starting');
      if (this.wanted) this.again();
    });
  }

  private again(): void {
    const wait = BACKOFF_MS[Math.min(this.attempt++, BACKOFF_MS.length - 1)]!;
    // Windows that lost the same server must not all start one in the same instant.
    this.retry = setTimeout(() => void this.connect(), wait * (0.5 + Math.random()));
  }

  private update(state: ServerState): void {
    this.state = state;
    this.stateChanged.fire();
  }

  private lost(why: string): void {
    this.connection = undefined;
    this.state = undefined;
    this.why = why;
    this.stateChanged.fire();
  }
}
