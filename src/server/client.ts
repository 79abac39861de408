import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { connectionOver } from './framing.ts';
import { launchServer, type Launched, type LaunchOptions } from './launch.ts';
import { Hello, PROTOCOL_VERSION, Shutdown, type ServerState } from './protocol.ts';
import { socketPath } from './socketPath.ts';

export interface ServerOptions extends LaunchOptions {
  /** Who connects, for the server's log: `vscode`. */
  readonly client: string;
  /** Version of Spanline. */
  readonly version: string;
}

/** A window's connection to the trace server. When the server dies it is of no more use: connect again. */
export interface ServerConnection {
  readonly rpc: MessageConnection;
  /** The state at the moment of connecting; `StateChanged` tells the later ones. */
  readonly state: ServerState;
  /** Calls the handler once when the connection is lost; not after `dispose`. */
  onClose(handler: () => void): void;
  dispose(): void;
}

/** A cold start on a busy machine takes seconds. */
const DEADLINE_MS = 20_000;
const RETRY_MS = 50;
/** A server that says nothing for so long hangs. */
const GREETING_MS = 5_000;

/**
 * Connects to the trace server of a data folder, starting it where none runs. Windows that start at once end with one
 * server: the folder has one writer, the others' servers step back. A server that speaks an older protocol is asked
 * to leave and replaced.
 * @throws Error with one sentence, when no server can be had or when it speaks a newer protocol.
 */
export async function connectServer(options: ServerOptions): Promise<ServerConnection> {
  const path = socketPath(options.data);
  const deadline = Date.now() + DEADLINE_MS;
  let launched: Launched | undefined;
  for (;;) {
    const socket = await open(path);
    const connection = socket && (await greet(socket, options));
    if (connection) return connection;
    if (Date.now() > deadline) {
      throw new Error(
        `The trace server does not answer: ${launched?.lastWords() ?? `see the log in ${options.data}`}`,
      );
    }
    // One that exited found the folder taken by a server that is just starting or just leaving.
    if (!launched || launched.exited) launched = launchServer(options);
    await sleep(RETRY_MS);
  }
}

/** The connected socket, or undefined when nobody listens there. */
function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', () => {
      resolve(undefined);
    });
  });
}

/** Shakes hands; undefined when the server went away over it. */
async function greet(socket: Socket, options: ServerOptions): Promise<ServerConnection | undefined> {
  const rpc = connectionOver(socket);
  const listeners: (() => void)[] = [];
  const dispose = (): void => {
    listeners.length = 0;
    rpc.dispose();
    socket.destroy();
  };
  // A broken socket is told by its close.
  rpc.onError(() => undefined);
  rpc.onClose(() => {
    const handlers = [...listeners];
    // Settles the requests that nobody will answer any more.
    dispose();
    for (const handler of handlers) handler();
  });
  rpc.listen();
  const patience = setTimeout(dispose, GREETING_MS);
  let state: ServerState;
  try {
    state = await rpc.sendRequest(Hello, { client: options.client, version: options.version });
    if (state.protocol < PROTOCOL_VERSION) {
      await rpc.sendRequest(Shutdown);
      dispose();
      return undefined;
    }
  } catch {
    dispose();
    return undefined;
  } finally {
    clearTimeout(patience);
  }
  if (state.protocol > PROTOCOL_VERSION) {
    dispose();
    throw new Error(
      `Spanline ${state.version} already serves this data folder: update this one, ${options.version}.`,
    );
  }
  return { rpc, state, onClose: (handler) => void listeners.push(handler), dispose };
}
