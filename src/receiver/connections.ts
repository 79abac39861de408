import http from 'node:http';
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { Request, Response } from './exchange.ts';

/** How every HTTP/2 connection begins; three bytes tell it from all methods of HTTP/1. */
const PREFACE = 'PRI';

/** A client that says nothing, and one that does not end its request, are dropped after this. */
const SILENCE_MS = 30_000;

/** How long requests in flight may take once the receiver closes. */
const FAREWELL_MS = 2_000;

/** Room for a whole batch, so that a client does not wait for the window to open. */
const WINDOW = 4 * 1024 * 1024;

/**
 * Serves HTTP/1 and HTTP/2 on the same sockets: an exporter that has the right address and the wrong port works.
 * Neither of the two servers listens itself; each gets the connections that speak its protocol.
 */
export class Connections {
  readonly #sockets = new Set<Socket>();
  /** Those that wait for their first bytes, or in HTTP/1 for the next request. */
  readonly #idle = new Set<Socket>();
  readonly #sessions = new Set<http2.ServerHttp2Session>();
  readonly #http1: http.Server;
  readonly #http2: http2.Http2Server;
  #closing = false;

  constructor(handle: (request: Request, response: Response) => void) {
    this.#http1 = http.createServer({ requestTimeout: SILENCE_MS }, (request, response) => {
      const { socket } = request;
      this.#idle.delete(socket);
      response.once('close', () => {
        if (this.#closing) socket.destroySoon();
        else if (!socket.destroyed) this.#idle.add(socket);
      });
      handle(request, response);
    });
    this.#http2 = http2.createServer({ settings: { initialWindowSize: WINDOW } }, handle);
    this.#http2.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      session.setLocalWindowSize(WINDOW);
    });
    // A client that breaks off or speaks neither protocol is its own affair: node has closed the connection.
    this.#http2.on('sessionError', () => undefined);
  }

  /** Takes a new connection: waits for its first bytes and hands it on. */
  accept(socket: Socket): void {
    this.#sockets.add(socket);
    this.#idle.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#idle.delete(socket);
    });
    socket.on('error', () => socket.destroy());
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    this.#sniff(socket, Buffer.alloc(0));
  }

  #sniff(socket: Socket, before: Buffer): void {
    socket.once('data', (chunk: Buffer) => {
      const start = Buffer.concat([before, chunk]);
      const seen = start.toString('latin1', 0, PREFACE.length);
      if (seen !== PREFACE && PREFACE.startsWith(seen)) {
        this.#sniff(socket, start);
        return;
      }
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
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

  /** Drops idle connections at once, and the others when their requests are done. */
  async close(): Promise<void> {
    this.#closing = true;
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
