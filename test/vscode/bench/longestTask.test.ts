/** `npm run bench -- --editor`: how long the extension host is busy at a stretch while much comes in. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { it } from 'mocha';
import { commands } from 'vscode';
import { Command } from '../../../src/editor/names.ts';
import type { Load, Loaded } from '../../bench/load.ts';
import { receiverPort } from '../suite/spanline.ts';

const SPANS_A_SECOND = 20_000;
const SPANS_A_BATCH = 512;
const SECONDS = 10;
const MS = 1e6;

/** The longest time that the event loop was late while something went on, in ms. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / MS;
}

it('measures the longest task of the extension host', async function () {
  this.timeout(120_000);
  const { SPANLINE_BENCH_GENERATOR, SPANLINE_BENCH_NODE, SPANLINE_BENCH_RESULT } = process.env;
  const port = await receiverPort();
  await commands.executeCommand(Command.focusTraces);
  // What a window does in its first seconds is not meant.
  await pause(15_000);
  const idle = await longestDelay(() => pause(SECONDS * 1_000));
  const load: Load = {
    protocol: 'http',
    endpoint: `http://127.0.0.1:${port}`,
    run: 0x0ed1,
    batches: Math.ceil((SPANS_A_SECOND * (SECONDS + 1)) / SPANS_A_BATCH),
    connections: 4,
    rate: SPANS_A_SECOND,
  };
  const generator = fork(path.resolve(SPANLINE_BENCH_GENERATOR!), {
    execPath: SPANLINE_BENCH_NODE,
    execArgv: ['--no-warnings'],
  });
  let loaded: Loaded | undefined;
  const busy = await longestDelay(async () => {
    generator.send(load);
    [loaded] = (await once(generator, 'message')) as [Loaded];
  });
  generator.disconnect();
  writeFileSync(SPANLINE_BENCH_RESULT!, JSON.stringify({ idle, busy, accepted: loaded?.accepted }));
});
