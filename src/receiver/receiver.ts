import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { isLoopbackHost } from './access.ts';
import { Connections } from './connections.ts';
import { handle } from './handler.ts';
import { portOwner } from './portOwner.ts';
import type { Sink } from './sink.ts';

const LIMIT = 64 * 1024 * 1024;

export interface ReceiverOptions {
  /** Address to bind to, '127.0.0.1' by default. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly sink: Sink;
  /** Told of every request that could not be read: one sentence with a next step, and who sent it. */
  readonly onRefused?: (sentence: string, userAgent: string) => void;
  /** Bytes of a request, before and after decompression. 64 MiB by default. */
  readonly limit?: number;
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
  /** Stops listening, lets requests in flight finish, drops idle connections. */
  close(): Promise<void>;
}

/**
 * Opens both ports, of which each takes OTLP in every protocol. A port that cannot be had is not an error: its state
 * says why, and the other one works.
 */
export async function openReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { host = '127.0.0.1', httpPort, grpcPort, sink, onRefused = () => undefined } = options;
  const { limit = LIMIT, origins = [] } = options;
  const handlerOptions = { sink, limit, origins, onRefused, loopback: isLoopbackHost(host) };
  const connections = new Connections((request, response) => void handle(request, response, handlerOptions));
  const listeners = await Promise.all([
    listen(host, httpPort, connections),
    listen(host, grpcPort, connections),
  ]);
  return {
    http: listeners[0].port,
    grpc: listeners[1].port,
    async close() {
      for (const { servers } of listeners) for (const server of servers) server.close();
      await connections.close();
    },
  };
}

interface Listener {
  readonly port: Port;
  readonly servers: readonly net.Server[];
}

async function listen(host: string, wanted: number, connections: Connections): Promise<Listener> {
  try {
    const server = await bind(host, wanted, connections);
    const { port } = server.address() as AddressInfo;
    const twin = await bindTwin(host, port, connections);
    return { port: { port, listening: true }, servers: twin ? [server, twin] : [server] };
  } catch (error) {
    const problem = await problemOf(error as NodeJS.ErrnoException, host, wanted);
    return { port: { port: wanted, listening: false, problem }, servers: [] };
  }
}

function bind(host: string, port: number, connections: Connections): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ noDelay: true }, (socket) => {
      connections.accept(socket);
    });
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      // Failing to accept one connection (out of file handles) must not end the process.
      server.off('error', reject).on('error', () => undefined);
      resolve(server);
    });
  });
}

/** The same port on the loopback address of IPv6: "localhost" means that one first to many an SDK. */
async function bindTwin(
  host: string,
  port: number,
  connections: Connections,
): Promise<net.Server | undefined> {
  if (host !== '127.0.0.1') return undefined;
  return bind('::1', port, connections).catch(() => undefined);
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
