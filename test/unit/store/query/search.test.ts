import { expect, it } from 'vitest';
import { splitTraces } from '../../../../src/otlp/splitTraces.ts';
import { PACK } from '../../../../src/store/pack.ts';
import { arrived, temporaryStore, traceId } from '../chunks.ts';
import { requestOf, type Given } from './traces.ts';

/** A store of so many traces of one span each, the newest with the highest number. */
async function storeOf(traces: number) {
  const store = temporaryStore();
  const now = BigInt(Date.now()) * 1_000_000n;
  const chunks = Array.from({ length: traces }, (_, i) => {
    const request = requestOf(
      [{ id: 1, name: `root ${i}`, attributes: { i, even: i % 2 === 0 } }],
      traceId(i + 1),
    );
    const { bytes, chunks } = splitTraces(request);
    return { ...chunks[0]!, bytes, start: now + BigInt(i), end: now + BigInt(i) };
  });
  await store.ingestSpans(arrived(...chunks));
  const found = async (query: string, limit = 10, signal?: AbortSignal) =>
    (await store.reader.newest(limit, query, signal)).map(({ rootName }) => rootName);
  return { store, found };
}

it('finds the newest first, at most so many', async () => {
  const { found } = await storeOf(500);
  expect(await found('{ .even = true }', 3)).toEqual(['root 498', 'root 496', 'root 494']);
  expect(await found('{ .i = 7 || .i = 450 }')).toEqual(['root 450', 'root 7']);
  expect(await found('{ rootName = "root 3" }')).toEqual(['root 3']);
  expect(await found('{}', 2)).toEqual(['root 499', 'root 498']);
});

it('finds what stands in several requests, and rules out only what none of them holds', async () => {
  const store = temporaryStore();
  const at = (span: Given, trace: number) =>
    store.ingestSpans(PACK.traces(requestOf([span], traceId(trace))).packs);
  for (const trace of [1, 2, 3]) await at({ id: 1, name: 'top', attributes: { top: `of ${trace}` } }, trace);
  await at({ id: 2, parent: 1, name: 'middle', start: 1 }, 2);
  await at({ id: 3, parent: 2, name: 'leaf', start: 2, attributes: { leaf: 'x' } }, 2);
  await at({ id: 3, parent: 2, name: 'leaf', start: 2, attributes: { leaf: 'x' } }, 3);
  const found = async (query: string) => (await store.reader.newest(10, query)).map((trace) => trace.traceId);
  // The middle span is in a request that holds nothing of what is asked for.
  expect(await found('{ .top != nil } >> { .leaf = "x" }')).toEqual([traceId(2)]);
  expect((await found('{ .top != nil } && { .leaf = "x" }')).sort()).toEqual([traceId(2), traceId(3)]);
  expect(await found('{ .top = "of 3" } && { .leaf = "x" }')).toEqual([traceId(3)]);
  expect(await found('{ .top = "of 1" } || { .leaf = "y" }')).toEqual([traceId(1)]);
  expect(await found('{ .top = "of 1" && .leaf = "x" } || { .leaf = "y" }')).toEqual([]);
});

it('asks for as many things as anybody wants', async () => {
  const { found } = await storeOf(3);
  const many = Array.from({ length: 40 }, (_, i) => `{ .none${i} = "x" }`).join(' || ');
  expect(await found(`${many} || { .even = true }`)).toEqual(['root 2', 'root 0']);
  expect(await found(many)).toEqual([]);
});

it('lets others have their turn while it reads', async () => {
  const { found } = await storeOf(5_000);
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  await found('{ .i = -1 }');
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(0);
});

it('ends early when nobody waits for it any more', async () => {
  const { found } = await storeOf(5_000);
  const search = new AbortController();
  const answer = found('{ .i = -1 }', 10, search.signal);
  search.abort();
  await expect(answer).rejects.toThrow('The search was given up.');
});
