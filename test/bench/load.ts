import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What one load consists of; sent to the generator's process as it is. */
export interface Load {
  readonly protocol: 'http' | 'grpc';
  /** Base URL, without a path. */
  readonly endpoint: string;
  /** Keeps the ids of several loads apart: 32 bits, not 0. */
  readonly run: number;
  readonly batches: number;
  readonly connections: number;
  /** All batches as one trace. */
  readonly whole?: boolean;
  /** Spans a second; as fast as the server answers where absent. */
  readonly rate?: number;
}

/** What became of a load. */
export interface Loaded {
  /** Spans in requests that were answered with success, and requests that were not. */
  readonly accepted: number;
  readonly refused: number;
  /** What the first refusal said. */
  readonly reason: string;
  readonly seconds: number;
  /** Acknowledgement latency in ms. With a rate it counts from when the batch was due, not from when it was sent. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** CPU seconds that the generator took for it. */
  readonly cpu: number;
}

/** Runs a load in a process of its own, so that it takes no time from whoever measures. */
export async function runLoad(load: Load): Promise<Loaded> {
  const child = fork(path.join(import.meta.dirname, 'generator.ts'), { execArgv: ['--no-warnings'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The load generator ended early with code ${String(code)}.`);
  });
  try {
    child.send(load);
    const [loaded] = (await Promise.race([once(child, 'message'), ended])) as [Loaded];
    return loaded;
  } finally {
    ended.catch(() => undefined);
    child.disconnect();
  }
}
