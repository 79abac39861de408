import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server for programs, on the loopback. */
export interface Broker {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly close: () => Promise<void>;
}

export interface BrokerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const START_MS = 90_000;

/**
 * Starts a server in a folder of its own, and waits until it answers on a free port. `close` ends it and removes the
 * folder.
 *
 * @throws Error with what it said when it ends before.
 */
export async function startBroker(
  command: (folder: string, port: number) => BrokerCommand | Promise<BrokerCommand>,
): Promise<Broker> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'spanline-broker-'));
  const port = await freePort();
  const { program, args, env } = await command(folder, port);
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, detached: true });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close');
  const kill = (): void => {
    // The whole group: some servers are started by a script.
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  };
  process.once('exit', kill);
  const close = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const until = Date.now() + START_MS;
  while (!(await answers(port))) {
    if (child.exitCode === null && Date.now() < until) {
      await pause(100);
      continue;
    }
    await close();
    throw new Error(`${program} did not start:\n${said}`);
  }
  return { address: `127.0.0.1:${port}`, close };
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
