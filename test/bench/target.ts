import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server that is measured, in a process of its own. */
export interface Target {
  readonly http: string;
  /** '' where it takes no gRPC. */
  readonly grpc: string;
  /** From the start of the process to its line that says it is ready, in ms. */
  readonly startMs: number;
  /** Resident set in MB, now; NaN where the system does not tell. */
  rss(): number;
  /** CPU seconds so far; NaN where the system does not tell. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Starts a script that prints one line of JSON with its ports when it is ready. */
export async function startTarget(script: string, ...args: readonly string[]): Promise<Target> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    exited.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`${script} ended before it was ready.`);
  const { http, grpc } = JSON.parse(line) as { http: number; grpc?: number };
  const proc = (file: string): string => readFileSync(`/proc/${child.pid!}/${file}`, 'latin1');
  return {
    http: `http://127.0.0.1:${http}`,
    grpc: grpc === undefined ? '' : `http://127.0.0.1:${grpc}`,
    startMs: performance.now() - began,
    rss: () => measured(() => Number(/^VmRSS:\s+(\d+)/m.exec(proc('status'))![1]) / 1_000),
    cpu: () => measured(() => ticksOf(proc('stat')) / 100),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** User and system time: fields 14 and 15, after a name in parentheses that may hold anything. */
function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function measured(read: () => number): number {
  return process.platform === 'linux' ? read() : Number.NaN;
}

/** Watches the resident set until it is stopped; tells the largest value seen. */
export function watchRss(target: Target): { stop(): number } {
  let largest = 0;
  const look = (): void => void (largest = Math.max(largest, target.rss()));
  const timer = setInterval(look, 50);
  return {
    stop() {
      clearInterval(timer);
      look();
      return largest;
    },
  };
}
