import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { openStore } from '../../../src/store/store.ts';
import { arrived, spanChunk, temporaryFolder } from './chunks.ts';

/** More than wait in memory, several times over. */
const TRACES = 12_000;
const AT_ONCE = 500;

/** A trace with a scattered id. */
const chunk = (n: number, text = 'first') => ({
  ...spanChunk(n, { text }),
  traceId: createHash('md5').update(String(n)).digest('hex'),
});
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

it('finds every trace by its id: in memory, in a run, and after a start', async () => {
  const data = temporaryFolder();
  const store = openStore({ data });
  const beside = openReader(data);
  const has = (n: number) => beside.chunksOf(chunk(n).traceId).length;
  for (let from = 0; from < TRACES; from += AT_ONCE) {
    await store.ingestSpans(arrived(...numbers(from, AT_ONCE).map((n) => chunk(n))));
    // Some that have just come, and some of long ago.
    for (const n of [from, from + AT_ONCE - 1, Math.floor(from / 2), 0]) expect([n, has(n)]).toEqual([n, 1]);
  }
  await store.ingestSpans(arrived(...numbers(0, TRACES).map((n) => chunk(n, 'more'))));
  expect(numbers(0, TRACES).filter((n) => has(n) !== 2)).toEqual([]);
  store.close();
  beside.close();

  const again = openStore({ data });
  const fresh = [TRACES, TRACES + 1];
  await again.ingestSpans(arrived(...[...numbers(0, TRACES), ...fresh].map((n) => chunk(n, 'once more'))));
  expect(numbers(0, TRACES).filter((n) => again.reader.chunksOf(chunk(n).traceId).length !== 3)).toEqual([]);
  expect(fresh.map((n) => again.reader.chunksOf(chunk(n).traceId).length)).toEqual([1, 1]);
  again.close();
  const database = new DatabaseSync(path.join(data, 'traces.db'), { readOnly: true });
  expect(database.prepare('SELECT count(*) AS n FROM trace').get()).toEqual({ n: TRACES + 2 });
  expect(database.prepare('SELECT count(*) AS runs FROM id_run').get()).toEqual({ runs: 1 });
  database.close();
});

it('begins a trace anew that was deleted, wherever its id had been, also after everything was cleared', async () => {
  const data = temporaryFolder();
  const store = openStore({ data });
  for (let from = 0; from < 10_000; from += AT_ONCE)
    await store.ingestSpans(arrived(...numbers(from, AT_ONCE).map((n) => chunk(n))));
  store.clear();
  await store.ingestSpans(arrived(chunk(3), chunk(9_999)));
  expect([3, 9_999, 5].map((n) => store.reader.summary(chunk(n).traceId)?.spans)).toEqual([1, 1, undefined]);
  store.close();
  const again = openStore({ data });
  await again.ingestSpans(arrived(chunk(3, 'more'), chunk(5)));
  expect([3, 9_999, 5].map((n) => again.reader.summary(chunk(n).traceId)?.spans)).toEqual([2, 1, 1]);
  again.close();
});

it('forgets ids when their traces have made room for others', async () => {
  const data = temporaryFolder();
  const store = openStore({ data, limits: { maxItems: 100, settleMs: 0 } });
  const count = (query: string): number => {
    const database = new DatabaseSync(path.join(data, 'traces.db'), { readOnly: true });
    const { n } = database.prepare(query).get() as { n: number };
    database.close();
    return n;
  };
  for (let from = 0; from < 30_000; from += AT_ONCE)
    await store.ingestSpans(arrived(...numbers(from, AT_ONCE).map((n) => chunk(n))));
  await expect
    .poll(() => count('SELECT count(*) AS n FROM trace'), { timeout: 20_000 })
    .toBeLessThanOrEqual(100);
  // That of the last keys stays: none is given twice.
  expect(count('SELECT count(*) AS n FROM id_run')).toBe(1);
  await store.ingestSpans(arrived(chunk(0), chunk(29_999, 'more')));
  expect([0, 29_999].map((n) => store.reader.summary(chunk(n).traceId)?.spans)).toEqual([1, 2]);
  store.close();
});
