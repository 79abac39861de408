import http from 'node:http';
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { Request, Response } from './exchange.ts';

/** How every HTTP/2 connection begins; three bytes tell it from all methods of HTTP/1. */
const PREFACE = 'PRI';
/** How every TLS connection begins: a record that is a handshake. */
const TLS_HANDSHAKE = 0x16;

/** Between two exports of a client; more than the seconds between its batches, so that it never meets a closing door. */
const KEEP_ALIVE_MS = 65_000;
/** A channel of gRPC without any call is closed after this; its client opens another one when it needs it. */
const IDLE_SESSION_MS = 600_000;

/** How long requests in flight may take once the receiver closes. */
const FAREWELL_MS = 2_000;

/** Room for a whole batch, so that a client does not wait for the window to open. */
const WINDOW = 4 * 1024 * 1024;
/** Calls at once on one connection of HTTP/2. */
const STREAMS = 100;

export interface ConnectionsOptions {
  readonly handle: (request: Request, response: Response) => void;
  /** Hears why a connection was dropped that no handler could answer: one sentence with a next step. */
  readonly onRefused: (sentence: string, userAgent: string) => void;
  /** A client that says nothing, and one that does not end its headers, are dropped after this. */
  readonly timeoutMs: number;
  /** Beyond so many, new connections are dropped. */
  readonly limit: number;
  /** Whether a connection carries more than one request. */
  readonly keepAlive: boolean;
}

/**
 * Serves HTTP/1 and HTTP/2 on the same sockets: an exporter that has the right address and the wrong port works.
 * Neither of the two servers listens itself; each gets the connections that speak its protocol.
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #sockets = new Set<Socket>();
  /** Those that wait for their first bytes, or in HTTP/1 for the next request. */
  readonly #idle = new Set<Socket>();
  readonly #sessions = new Set<http2.ServerHttp2Session>();
  readonly #http1: http.Server;
  readonly #http2: http2.Http2Server;
  #closing = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    const { handle, keepAlive, timeoutMs } = options;
    this.#http1 = http.createServer(
      {
        headersTimeout: timeoutMs,
        // Whoever reads a body looks at the clock itself, in both protocols; this is for bodies that nobody reads.
        requestTimeout: 2 * timeoutMs,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: Math.ceil(timeoutMs / 4),
      },
      (request, response) => {
        const { socket } = request;
        this.#idle.delete(socket);
        if (!keepAlive) response.shouldKeepAlive = false;
        response.once('close', () => {
          if (this.#closing) socket.destroySoon();
          else if (!socket.destroyed) this.#idle.add(socket);
        });
        handle(request, response);
      },
    );
    // Node watches over the headers of servers that listen; this one does so by its sockets.
    this.#http1.emit('listening');
    this.#http2 = http2.createServer(
      { settings: { initialWindowSize: WINDOW, maxConcurrentStreams: STREAMS } },
      (request, response) => {
        if (!keepAlive) response.once('close', () => request.stream.session?.close());
        handle(request, response);
      },
    );
    this.#http2.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      session.setLocalWindowSize(WINDOW);
      session.setTimeout(IDLE_SESSION_MS, () => session.close());
      const silence = setTimeout(() => session.destroy(), timeoutMs);
      session.once('stream', () => clearTimeout(silence));
      session.once('close', () => clearTimeout(silence));
    });
    // A client that breaks off or speaks neither protocol is its own affair: node has closed the connection.
    this.#http2.on('sessionError', () => undefined);
  }

  get isFull(): boolean {
    return this.#sockets.size >= this.#options.limit;
  }

  /** Takes a new connection: waits for its first bytes and hands it on. */
  accept(socket: Socket): void {
    if (this.isFull) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    this.#idle.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#idle.delete(socket);
    });
    socket.on('error', () => socket.destroy());
    const silence = setTimeout(() => socket.destroy(), this.#options.timeoutMs);
    socket.once('close', () => clearTimeout(silence));
    this.#sniff(socket, Buffer.alloc(0), silence);
  }

  #sniff(socket: Socket, before: Buffer, silence: NodeJS.Timeout): void {
    socket.once('data', (chunk: Buffer) => {
      const start = Buffer.concat([before, chunk]);
      const seen = start.toString('latin1', 0, PREFACE.length);
      if (seen !== PREFACE && PREFACE.startsWith(seen)) {
        this.#sniff(socket, start, silence);
        return;
      }
      clearTimeout(silence);
      if (start[0] === TLS_HANDSHAKE) {
        this.#refuseTls(socket);
        return;
      }
      socket.pause();
      socket.unshift(start);
      if (seen === PREFACE) {
        // It reads what is buffered by itself; a flowing socket would lose it.
        this.#idle.delete(socket);
        this.#http2.emit('connection', socket);
      } else {
        this.#http1.emit('connection', socket);
        socket.resume();
      }
    });
  }

  /** In plain HTTP, which is what the libraries of TLS know how to name when they meet it. */
  #refuseTls(socket: Socket): void {
    const sentence =
      'A program wants to speak TLS to this port, which takes plain HTTP: use http://, not https://, in its endpoint (gRPC: insecure).';
    socket.end(
      `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: ${sentence.length}\r\n\r\n${sentence}`,
      () => socket.destroy(),
    );
    this.#options.onRefused(sentence, '');
  }

  /** Drops idle connections at once, and the others when their requests are done. */
  async close(): Promise<void> {
    this.#closing = true;
    // It never listened: this ends the watch over its sockets.
    this.#http1.close();
    const closed = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const session of this.#sessions) session.close();
    for (const socket of this.#idle) socket.destroy();
    const deadline = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, FAREWELL_MS);
    await Promise.all(closed);
    clearTimeout(deadline);
  }
}
