/** The load generator's process: takes one load from its parent, sends it, and reports what became of it. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Batch, BATCH_SPANS } from './batch.ts';
import { connectGrpc, connectHttp, type Connection } from './connection.ts';
import type { Load, Loaded } from './load.ts';

const [load] = (await once(process, 'message')) as [Load];
process.send?.(await send(load));
process.once('disconnect', () => process.exit(0));

async function send({ protocol, endpoint, run, batches, connections, whole, rate }: Load): Promise<Loaded> {
  const connect = protocol === 'http' ? connectHttp : connectGrpc;
  // What paces itself warms up for a second: a generator that compiles is late, not the server.
  const warmUp = rate === undefined ? 0 : Math.ceil(rate / BATCH_SPANS);
  const latencies = new Float64Array(batches);
  const open = await Promise.all(Array.from({ length: connections }, () => connect(endpoint)));
  // The body must stay as it is until it is sent: each connection has its own.
  const bodies = open.map(() => new Batch(run, whole));
  let next = 0;
  let refused = 0;
  let reason = '';
  const cpu = process.cpuUsage();
  const began = performance.now();

  /** Sends one batch after the other; all connections take from the same count. */
  const worker = async (connection: Connection, batch: Batch): Promise<void> => {
    while (next < batches) {
      const number = next++;
      let due = performance.now();
      if (rate !== undefined) {
        due = began + (number * BATCH_SPANS * 1_000) / rate;
        await pause(Math.max(0, due - performance.now()));
      }
      try {
        await connection.send(batch.write(number, Date.now()));
      } catch (error) {
        refused++;
        reason ||= String(error);
      }
      latencies[number] = performance.now() - due;
    }
    connection.close();
  };
  await Promise.all(open.map((connection, i) => worker(connection, bodies[i]!)));

  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = latencies.slice(warmUp).sort();
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1]!;
  return {
    accepted: (batches - refused) * BATCH_SPANS,
    refused,
    reason,
    seconds,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
    cpu: (user + system) / 1e6,
  };
}
