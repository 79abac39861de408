import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { openStore, type TraceStore } from '../../../src/store/store.ts';
import { logChunk, arrived, spanChunk, temporaryFolder, temporaryStore, traceId } from './chunks.ts';

const SETTLED = { settleMs: 0 };

const rootsIn = async (store: TraceStore): Promise<string[]> =>
  (await store.reader.newest(100_000)).map(({ rootName }) => rootName);

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}

/** Bytes of the database that hold something. */
function usedOf(data: string): number {
  const database = new DatabaseSync(path.join(data, 'traces.db'), { readOnly: true });
  const number = (name: string): number => database.prepare(`PRAGMA ${name}`).get()![name] as number;
  const bytes = (number('page_count') - number('freelist_count')) * number('page_size');
  database.close();
  return bytes;
}

const roots = (...numbers: readonly number[]): string[] => numbers.map((n) => `root ${n}`);

describe('retention by number', () => {
  it('drops whole traces, those that nothing was added to for longest first', async () => {
    const store = temporaryStore({ limits: { maxItems: 100, ...SETTLED } });
    for (let n = 0; n < 30; n++) await store.ingestSpans(arrived(spanChunk(n, { spans: 10 })));
    await store.ingestSpans(arrived(spanChunk(5, { spans: 10 })));
    await until(async () => (await rootsIn(store)).length <= 9);
    expect(await rootsIn(store)).toEqual(roots(29, 28, 27, 26, 25, 24, 23, 22, 5));
    expect(store.reader.summary(traceId(5))!.spans).toBe(20);
    expect(store.reader.chunksOf(traceId(0))).toEqual([]);
  });

  it('says which traces it has dropped', async () => {
    const dropped: string[] = [];
    const store = temporaryStore({
      limits: { maxItems: 10, ...SETTLED },
      onDropped: (traceIds) => dropped.push(...traceIds),
    });
    for (let n = 0; n < 3; n++) await store.ingestSpans(arrived(spanChunk(n, { spans: 5 })));
    await until(async () => (await rootsIn(store)).length <= 2);
    expect(dropped).toEqual([traceId(0)]);
  });

  it('drops the logs of no trace in their turn', async () => {
    const store = temporaryStore({ limits: { maxItems: 10, ...SETTLED } });
    for (let n = 0; n < 30; n++) await store.ingestLogs(arrived(logChunk(undefined, `log ${n}`)));
    await until(() => store.reader.logsOf('').length <= 10);
    expect(Buffer.from(store.reader.logsOf('')[0]!).toString()).toBe('log 20');
  });

  it('lets a service that floods the store give way to itself: the traces of others stay', async () => {
    const store = temporaryStore({ limits: { maxItems: 500, ...SETTLED } });
    const quiet = { rootService: 'quiet', services: ['quiet'], spans: 5 };
    const noisy = { rootService: 'noisy', services: ['noisy'], spans: 5 };
    for (let n = 0; n < 10; n++) await store.ingestSpans(arrived(spanChunk(n, quiet)));
    for (let n = 100; n < 1_000; n += 10) {
      await store.ingestSpans(arrived(...Array.from({ length: 10 }, (_, i) => spanChunk(n + i, noisy))));
    }
    await until(async () => (await rootsIn(store)).length <= 100);
    const left = await rootsIn(store);
    expect(left.slice(-10)).toEqual(roots(9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    expect(left[0]).toBe('root 999');
    expect(left).toHaveLength(100);
  });

  it('counts a trace for the service of its root, also when the root comes last', async () => {
    const store = temporaryStore({ limits: { maxItems: 30, ...SETTLED } });
    const child = { hasRoot: false, rootService: 'db', services: ['db'], spans: 9 };
    for (const n of [1, 2, 3]) await store.ingestSpans(arrived(spanChunk(n, child)));
    for (const n of [1, 2, 3]) await store.ingestSpans(arrived(spanChunk(n, { rootService: `web ${n}` })));
    await store.ingestSpans(arrived(spanChunk(4, { rootService: 'db', spans: 11 })));
    await until(async () => (await rootsIn(store)).length <= 3);
    expect(await rootsIn(store)).toEqual(roots(3, 2, 1));
  });
});

describe('a trace that is still arriving', () => {
  it('stays while the store is below twice its limit', async () => {
    const store = temporaryStore({ limits: { maxItems: 10, settleMs: 60_000 } });
    for (let n = 0; n < 20; n++) await store.ingestSpans(arrived(spanChunk(n)));
    await sleep(400);
    expect(await rootsIn(store)).toHaveLength(20);
    await store.ingestSpans(arrived(spanChunk(20)));
    await until(async () => (await rootsIn(store)).length < 21);
  });

  it('goes when it has settled', async () => {
    const store = temporaryStore({ limits: { maxItems: 10, settleMs: 300 } });
    for (let n = 0; n < 15; n++) await store.ingestSpans(arrived(spanChunk(n)));
    await until(async () => (await rootsIn(store)).length <= 10);
  });
});

describe('retention by age', () => {
  it('drops what is older, of every service, and the logs of no trace', async () => {
    const data = temporaryFolder();
    let store = openStore({ data });
    for (let n = 0; n < 250; n++)
      await store.ingestSpans(arrived(spanChunk(n, { rootService: `service ${n}` })));
    await store.ingestLogs(
      arrived(logChunk(undefined, 'loose'), logChunk(7, 'with spans'), logChunk(999, 'without')),
    );
    store.close();
    await sleep(5);
    store = openStore({ data, limits: { maxAgeMs: 1 } });
    await until(async () => (await rootsIn(store)).length === 0 && store.reader.logsOf('').length === 0);
    expect(store.reader.logsOf(traceId(7))).toEqual([]);
    expect(store.reader.logsOf(traceId(999))).toEqual([]);
    store.close();
  });
});

describe('a pinned trace', () => {
  it('stays whatever the limits are, also across a restart, and says so', async () => {
    const data = temporaryFolder();
    let store = openStore({ data });
    await store.ingestSpans(arrived(spanChunk(1, { spans: 50 }), spanChunk(2, { spans: 50 })));
    expect(store.pin(traceId(1), true)).toBe(true);
    expect(store.pin(traceId(404), true)).toBe(false);
    store.close();
    await sleep(5);
    store = openStore({ data, limits: { maxItems: 1, maxBytes: 1, maxAgeMs: 1, ...SETTLED } });
    await until(async () => (await rootsIn(store)).length === 1);
    expect(await store.reader.newest(10)).toMatchObject([{ rootName: 'root 1', spans: 50, pinned: true }]);
    store.close();
  });

  it('takes no room from the others, and goes like them when it is let go', async () => {
    const store = temporaryStore({ limits: { maxItems: 20, ...SETTLED } });
    await store.ingestSpans(arrived(spanChunk(1, { spans: 100 })));
    store.pin(traceId(1), true);
    await store.ingestSpans(arrived(spanChunk(1, { spans: 100 })));
    for (const n of [2, 3, 4]) await store.ingestSpans(arrived(spanChunk(n, { spans: 10 })));
    await until(async () => (await rootsIn(store)).length === 3);
    expect(await rootsIn(store)).toEqual(roots(4, 3, 1));
    store.pin(traceId(1), false);
    expect(store.reader.summary(traceId(1))).not.toHaveProperty('pinned');
    await until(async () => (await rootsIn(store)).length === 2);
    expect(await rootsIn(store)).toEqual(roots(4, 3));
  });
});

describe('retention by size', () => {
  const SIZE = 20_000;

  it('keeps the file bounded under constant load: what traces leave is used again', async () => {
    const data = temporaryFolder();
    const store = openStore({ data, limits: { maxBytes: 4_000_000, ...SETTLED } });
    const size = () => statSync(path.join(data, 'traces.db')).size;
    const sizes: number[] = [];
    for (let n = 0; n < 3_000; n += 10) {
      await store.ingestSpans(
        arrived(...Array.from({ length: 10 }, (_, i) => spanChunk(n + i, { noise: SIZE }))),
      );
      await until(async () => (await rootsIn(store)).length <= 220);
      sizes.push(size());
    }
    expect(Math.max(...sizes)).toBeLessThan(8_000_000);
    expect((await rootsIn(store))[0]).toBe('root 2999');
    store.close();
  });

  it('gives back what dropped traces leave in packs that others share, and these stay readable', async () => {
    const data = temporaryFolder();
    const store = openStore({ data, limits: { maxBytes: 3_000_000, ...SETTLED } });
    const beside = openReader(data);
    const quiet = { rootService: 'quiet', services: ['quiet'] };
    // As a collector sends them: every request has a little of the quiet service between much of the noisy one.
    for (let n = 0; n < 200; n++) {
      const noisy = Array.from({ length: 4 }, (_, i) => spanChunk(1_000 + 10 * n + i, { noise: SIZE }));
      const own = spanChunk(n, { ...quiet, text: `quiet ${n};` });
      await store.ingestSpans(arrived(noisy[0]!, noisy[1]!, own, noisy[2]!, noisy[3]!));
    }
    await until(() => usedOf(data) < 3_000_000);
    for (const reader of [store.reader, beside]) {
      for (let n = 0; n < 200; n++) {
        const [bytes] = reader.chunksOf(traceId(n));
        expect(Buffer.from(bytes!).toString('latin1')).toContain(`quiet ${n};`);
      }
    }
    beside.close();
    store.close();
  });

  it('gives space back when much has gone', async () => {
    const data = temporaryFolder();
    let store = openStore({ data });
    await store.ingestSpans(
      arrived(...Array.from({ length: 1_500 }, (_, n) => spanChunk(n, { noise: SIZE }))),
    );
    store.close();
    const size = () => statSync(path.join(data, 'traces.db')).size;
    expect(size()).toBeGreaterThan(30_000_000);
    store = openStore({ data, limits: { maxItems: 10, ...SETTLED } });
    await until(() => size() < 6_000_000);
    expect(await rootsIn(store)).toHaveLength(10);
    store.close();
  });
});
