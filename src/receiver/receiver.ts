import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { isLoopbackHost } from './access.ts';
import { Connections } from './connections.ts';
import { handle } from './handler.ts';
import { Load } from './load.ts';
import { portOwner } from './portOwner.ts';
import type { Sink } from './sink.ts';

const LIMIT = 64 * 1024 * 1024;
/** Whole requests that fit into the bytes in flight. */
const AT_ONCE = 4;
const TIMEOUT_MS = 30_000;
const CONNECTIONS = 1_000;
/** Connections beyond the bound that are told so; those beyond these are dropped unheard. */
const TURNED_AWAY = 100;

export interface ReceiverOptions {
  /** Address to bind to, '127.0.0.1' by default. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly sink: Sink;
  /** Told of every request that could not be read or should be sent otherwise: one sentence with a next step, and who sent it. */
  readonly onRefused?: (sentence: string, userAgent: string) => void;
  /** Bytes of a request, before and after decompression. 64 MiB by default. */
  readonly limit?: number;
  /** Bytes of all requests that are read or stored at the moment, four times `limit` by default; beyond them 503, "come again". */
  readonly inFlight?: number;
  /** Open connections, 1000 by default; those beyond them get 503, too. */
  readonly connections?: number;
  /** Time for a client to begin, for its headers and for its body; 30 s by default. */
  readonly timeoutMs?: number;
  /** Origins of browser programs beside the loopback ones: 'https://app.example.test', or '*'. */
  readonly origins?: readonly string[];
}

/** One port: listening, or why not. */
export interface Port {
  /** The port that listens, or the one that was asked for when it could not be had. */
  readonly port: number;
  readonly listening: boolean;
  /** One sentence when it does not listen. */
  readonly problem?: string;
}

export interface Receiver {
  readonly http: Port;
  readonly grpc: Port;
  /** Requests that are being read, or wait for their answer. */
  inFlight(): number;
  /** Stops listening, lets requests in flight finish, drops idle connections. */
  close(): Promise<void>;
}

/**
 * Opens both ports, of which each takes OTLP in every protocol. A port that cannot be had is not an error: its state
 * says why, and the other one works.
 */
export async function openReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { host = '127.0.0.1', httpPort, grpcPort, sink, onRefused = () => undefined } = options;
  const { limit = LIMIT, inFlight = AT_ONCE * limit, timeoutMs = TIMEOUT_MS, origins = [] } = options;
  const shared = { sink, limit, timeoutMs, origins, onRefused, loopback: isLoopbackHost(host) };
  const open = (load: Load, count: number, keepAlive: boolean): Connections =>
    new Connections({
      handle: (request, response) => void handle(request, response, { ...shared, load }),
      onRefused,
      timeoutMs,
      limit: count,
      keepAlive,
    });
  const load = new Load(inFlight);
  const connections = open(load, options.connections ?? CONNECTIONS, true);
  const turnedAway = open(new Load(-1), TURNED_AWAY, false);
  const accept = (socket: net.Socket): void => (connections.isFull ? turnedAway : connections).accept(socket);
  const listeners = await Promise.all([listen(host, httpPort, accept), listen(host, grpcPort, accept)]);
  return {
    http: listeners[0].port,
    grpc: listeners[1].port,
    inFlight: () => load.requests,
    async close() {
      for (const { servers } of listeners) for (const server of servers) server.close();
      await Promise.all([connections.close(), turnedAway.close()]);
    },
  };
}

type Accept = (socket: net.Socket) => void;

interface Listener {
  readonly port: Port;
  readonly servers: readonly net.Server[];
}

async function listen(host: string, wanted: number, accept: Accept): Promise<Listener> {
  try {
    const server = await bind(host, wanted, accept);
    const { port } = server.address() as AddressInfo;
    const twin = await bindTwin(host, port, accept);
    return { port: { port, listening: true }, servers: twin ? [server, twin] : [server] };
  } catch (error) {
    const problem = await problemOf(error as NodeJS.ErrnoException, host, wanted);
    return { port: { port: wanted, listening: false, problem }, servers: [] };
  }
}

function bind(host: string, port: number, accept: Accept): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ noDelay: true }, accept);
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      // Failing to accept one connection (out of file handles) must not end the process.
      server.off('error', reject).on('error', () => undefined);
      resolve(server);
    });
  });
}

/** The same port on the loopback address of IPv6: "localhost" means that one first to many an SDK. */
async function bindTwin(host: string, port: number, accept: Accept): Promise<net.Server | undefined> {
  if (host !== '127.0.0.1') return undefined;
  return bind('::1', port, accept).catch(() => undefined);
}

async function problemOf(error: NodeJS.ErrnoException, host: string, port: number): Promise<string> {
  switch (error.code) {
    case 'EADDRINUSE':
      return portOwner(port);
    case 'EACCES':
      return `This user may not open port ${port}; choose one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host} to listen on; use 127.0.0.1.`;
    default:
      return `Port ${port} cannot be opened: ${error.message}.`;
  }
}
