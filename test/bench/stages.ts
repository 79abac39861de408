import { scanSpans } from '../../src/otlp/scanSpans.ts';
import { splitTraces } from '../../src/otlp/splitTraces.ts';
import { compressed } from '../../src/store/compression.ts';
import { PACK } from '../../src/store/pack.ts';
import { openStore } from '../../src/store/store.ts';
import { RecentOperations } from '../../src/trace/recentOperations.ts';
import { Batch, BATCH_SPANS } from './batch.ts';
import { inTemporaryFolder } from './folder.ts';

const RUN = 0x57a6;
/** Batches that one commit takes, as under load. */
const GROUP = 8;

/** CPU time of all threads that a span takes in each stage of the server, run alone; microseconds. */
export interface Stages {
  readonly scan: number;
  readonly compression: number;
  readonly database: number;
  readonly operations: number;
}

/** Runs the stages one after the other over so many batches each, after as many to warm up. */
export async function measureStages(batches: number): Promise<Stages> {
  const batch = new Batch(RUN);
  const requests = Array.from({ length: GROUP }, (_, i) => Buffer.from(batch.write(i, Date.now())));
  const scan = microseconds(batches, (i) => void splitTraces(requests[i % GROUP]!));

  const splits = requests.map((request) => splitTraces(request));
  const compression = microseconds(batches, (i) => void compressed(splits[i % GROUP]!.bytes));
  const operations = new RecentOperations();
  const counting = microseconds(batches, (i) => {
    const { chunks, bytes } = splits[i % GROUP]!;
    const table = scanSpans([bytes]);
    let row = 0;
    for (const { traceId, spans } of chunks) operations.add(traceId, table, row, (row += spans));
  });
  return { scan, compression, database: await measureDatabase(batch, batches), operations: counting };
}

async function measureDatabase(batch: Batch, batches: number): Promise<number> {
  return inTemporaryFolder(async (data) => {
    const store = openStore({ data });
    let spent = 0;
    for (let i = 0; i < batches; i += GROUP) {
      const group = Array.from({ length: GROUP }, (_, k) =>
        PACK.traces(Buffer.from(batch.write(i + k, Date.now()))),
      );
      const began = process.cpuUsage();
      await Promise.all(group.map(({ packs }) => store.ingestSpans(packs)));
      const { user, system } = process.cpuUsage(began);
      spent += user + system;
    }
    store.close();
    return spent / (batches * BATCH_SPANS);
  });
}

function microseconds(batches: number, work: (i: number) => void): number {
  for (let i = 0; i < batches; i++) work(i);
  const began = process.cpuUsage();
  for (let i = 0; i < batches; i++) work(i);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / (batches * BATCH_SPANS);
}
