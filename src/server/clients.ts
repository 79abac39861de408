import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { MessageConnection, NotificationType, RequestParam } from 'vscode-jsonrpc/node';
import { connectionOver } from './framing.ts';

/** The windows that are connected over the local socket. */
export class Clients {
  private readonly connections = new Map<MessageConnection, Socket>();
  private readonly greet: (rpc: MessageConnection) => void;
  private readonly onCount: (count: number) => void;
  private readonly server: Server;
  private ended: Promise<unknown> | undefined;

  /** `greet` answers a new client's requests; `onCount` hears how many there are after each change. */
  constructor(greet: (rpc: MessageConnection) => void, onCount: (count: number) => void) {
    this.greet = greet;
    this.onCount = onCount;
    this.server = createServer((socket) => {
      this.accept(socket);
    });
  }

  get count(): number {
    return this.connections.size;
  }

  /** Listens at the path. Only the one server of a data folder does: a socket that lies there is a dead one's. */
  listen(path: string): Promise<void> {
    if (process.platform !== 'win32') rmSync(path, { force: true });
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  /** Sends to every client, and resolves when it is sent; one that has just gone is left out. */
  async notify<Params>(type: NotificationType<Params>, params: RequestParam<Params>): Promise<void> {
    const sent = [...this.connections.keys()].map((rpc) => rpc.sendNotification(type, params));
    await Promise.allSettled(sent);
  }

  /** Takes no new clients: one that comes now must find the next server. */
  stopListening(): void {
    this.ended ??= new Promise((resolve) => this.server.close(resolve));
  }

  /** Lets what was sent go out, then hangs up. */
  async close(): Promise<void> {
    this.stopListening();
    for (const socket of this.connections.values()) socket.destroySoon();
    await this.ended;
  }

  private accept(socket: Socket): void {
    const rpc = connectionOver(socket);
    this.connections.set(rpc, socket);
    // A broken socket is told by its close.
    rpc.onError(() => undefined);
    rpc.onClose(() => {
      this.connections.delete(rpc);
      rpc.dispose();
      this.onCount(this.count);
    });
    this.greet(rpc);
    rpc.listen();
    this.onCount(this.count);
  }
}
