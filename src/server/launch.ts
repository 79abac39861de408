import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Limits } from '../store/limits.ts';
import { doorArguments, type Door } from './doorOptions.ts';
import { limitArguments } from './limitOptions.ts';
import { logFile } from './log.ts';

/** How a window starts the trace server. */
export interface LaunchOptions {
  /** Data folder. */
  readonly data: string;
  /** The server's bundle, `server.mjs` (or `src/server/main.ts`, which Node runs as it is). */
  readonly script: string;
  /** The runtime: Node, or the editor's own executable with ELECTRON_RUN_AS_NODE in `env`. */
  readonly executable: string;
  /** On top of this process's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** 0 takes a free one. */
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Seconds the server stays after its last client has left. */
  readonly grace?: number;
  /** What the server keeps; a server that runs already keeps what its own start said. */
  readonly limits?: Partial<Limits>;
  /** Whom and what it lets in. */
  readonly door?: Door;
}

/** A server that was started here. It outlives this process; `exited` tells when it did not even start. */
export interface Launched {
  readonly exited: boolean;
  /** What it said last, for a message. */
  lastWords(): string;
}

/** Starts the server detached: it belongs to all windows, not to the one that started it. */
export function launchServer(options: LaunchOptions): Launched {
  const log = logFile(options.data);
  const output = openSync(log, 'a', 0o600);
  const ports = ['--http-port', String(options.httpPort), '--grpc-port', String(options.grpcPort)];
  const grace = options.grace === undefined ? [] : ['--grace', String(options.grace)];
  const chosen = [...limitArguments(options.limits ?? {}), ...doorArguments(options.door ?? {})];
  const given = ['--data', options.data, ...ports, ...grace, ...chosen];
  const child = spawn(options.executable, [options.script, ...given], {
    cwd: options.data,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', output],
    env: { ...process.env, ...options.env },
  });
  closeSync(output);
  child.unref();
  let exited = false;
  let failure: string | undefined;
  child.once('exit', () => (exited = true));
  child.once('error', (error) => {
    exited = true;
    failure = error.message;
  });
  return {
    get exited() {
      return exited;
    },
    lastWords: () => failure ?? readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '',
  };
}
