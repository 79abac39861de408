import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { openStore, type Committed } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/storeError.ts';
import { logChunk, arrived, spanChunk, temporaryFolder, temporaryStore, traceId } from './chunks.ts';

const texts = (chunks: readonly Uint8Array[]): string[] =>
  chunks.map((bytes) => Buffer.from(bytes).toString());

describe('the store', () => {
  it('gives back the bytes of a trace as they came, in the order of arrival', async () => {
    const store = temporaryStore();
    const chunks = [spanChunk(1, { text: 'first' }), spanChunk(2), spanChunk(1, { text: 'second' })];
    await store.ingestSpans(arrived(...chunks));
    expect(store.reader.chunksOf(traceId(1)).map((bytes) => Buffer.from(bytes))).toEqual([
      chunks[0]!.bytes,
      chunks[2]!.bytes,
    ]);
    expect(store.reader.chunksOf(traceId(9))).toEqual([]);
  });

  it('lists traces with the latest start first', async () => {
    const store = temporaryStore();
    await store.ingestSpans(arrived(spanChunk(2), spanChunk(3), spanChunk(1)));
    expect((await store.reader.newest(2)).map((trace) => trace.traceId)).toEqual([traceId(3), traceId(2)]);
  });

  it('keeps times of all 64 bits', async () => {
    const store = temporaryStore();
    await store.ingestSpans(
      arrived(spanChunk(1, { start: 0xffff_ffff_ffff_fff0n, end: 0xffff_ffff_ffff_ffffn })),
    );
    expect(store.reader.summary(traceId(1))).toMatchObject({
      startUnixNano: '18446744073709551600',
      durationNano: '15',
    });
  });

  it('ignores a chunk that an exporter sends again, in the same commit or a later one', async () => {
    const store = temporaryStore();
    const chunk = spanChunk(1);
    await Promise.all([store.ingestSpans(arrived(chunk)), store.ingestSpans(arrived(chunk))]);
    await store.ingestSpans(arrived(chunk));
    await store.ingestLogs(arrived(logChunk(1, 'log')));
    await store.ingestLogs(arrived(logChunk(1, 'log')));
    expect(store.reader.summary(traceId(1))!.spans).toBe(1);
    expect(store.reader.chunksOf(traceId(1))).toHaveLength(1);
    expect(store.reader.logsOf(traceId(1))).toHaveLength(1);
  });

  it('commits what many ask for at once together, and tells what has changed', async () => {
    const committed: Committed[] = [];
    const store = temporaryStore({ onCommit: (one) => committed.push(one) });
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.ingestSpans(arrived(spanChunk(i % 5)))));
    expect(committed).toHaveLength(1);
    expect(committed[0]!.traces.map(({ spans }) => spans)).toEqual([10, 10, 10, 10, 10]);
  });

  it('keeps logs by trace, also those that come before the spans, and those of no trace', async () => {
    const store = temporaryStore();
    await store.ingestLogs(arrived(logChunk(1, 'early'), logChunk(undefined, 'loose')));
    expect(await store.reader.newest(10)).toEqual([]);
    await store.ingestSpans(arrived(spanChunk(1)));
    expect(await store.reader.newest(10)).toMatchObject([{ traceId: traceId(1), spans: 1 }]);
    expect(texts(store.reader.logsOf(traceId(1)))).toEqual(['early']);
    expect(texts(store.reader.logsOf(''))).toEqual(['loose']);
  });

  it('finds words in names, spans and logs', async () => {
    const store = temporaryStore();
    await store.ingestSpans(
      arrived(...Array.from({ length: 250 }, (_, n) => spanChunk(n, { text: `order-${n};` }))),
    );
    await store.ingestLogs(arrived(logChunk(7, 'Payment Refused')));
    const found = async (query: string, limit = 10) =>
      (await store.reader.newest(limit, query)).map((trace) => trace.rootName);
    expect(await found('ORDER-3; root')).toEqual(['root 3']);
    expect(await found('refused')).toEqual(['root 7']);
    expect(await found('web', 2)).toEqual(['root 249', 'root 248']);
    await expect(found('{ status = }')).rejects.toThrow(StoreError);
  });

  it('forgets everything when it is cleared, and goes on', async () => {
    const store = temporaryStore();
    await store.ingestSpans(arrived(spanChunk(1)));
    store.clear();
    expect(await store.reader.newest(10)).toEqual([]);
    await store.ingestSpans(arrived(spanChunk(1)));
    expect(await store.reader.newest(10)).toHaveLength(1);
  });

  it('remembers across a restart what a retry brings again, and how much it holds', async () => {
    const data = temporaryFolder();
    const chunk = spanChunk(1, { spans: 10 });
    let store = openStore({ data });
    await store.ingestSpans(arrived(chunk));
    store.close();
    store = openStore({ data, limits: { maxItems: 15, settleMs: 0 } });
    await store.ingestSpans(arrived(chunk));
    expect(store.reader.summary(traceId(1))!.spans).toBe(10);
    await store.ingestSpans(arrived(spanChunk(2, { spans: 10 })));
    while (store.reader.summary(traceId(1))) await sleep(5);
    expect(store.reader.summary(traceId(2))!.spans).toBe(10);
    store.close();
  });
});

describe('a data folder', () => {
  it('has one writer', () => {
    const data = temporaryFolder();
    const store = openStore({ data });
    expect(() => openStore({ data })).toThrow(`Another Spanline server already uses ${data}`);
    store.close();
    openStore({ data }).close();
  });

  it('is readable while it is written', async () => {
    const data = temporaryFolder();
    const store = openStore({ data });
    const reader = openReader(data);
    for (let n = 1; n <= 3; n++) {
      await store.ingestSpans(arrived(spanChunk(n)));
      expect(await reader.newest(10)).toHaveLength(n);
    }
    reader.close();
    store.close();
  });

  it('in which no server ever ran is empty, and stays untouched', async () => {
    const data = temporaryFolder();
    const reader = openReader(data);
    expect(await reader.newest(10)).toEqual([]);
    expect(reader.chunksOf(traceId(1))).toEqual([]);
    await expect(reader.newest(10, '{')).rejects.toThrow('at 2: the query ends too early');
    reader.close();
    expect(readdirSync(data)).toEqual([]);
    openReader(path.join(data, 'missing')).close();
    expect(existsSync(path.join(data, 'missing'))).toBe(false);
  });

  it('that a newer Spanline wrote is refused with a sentence, and can be locked by others again', () => {
    const data = temporaryFolder();
    openStore({ data }).close();
    const database = new DatabaseSync(path.join(data, 'traces.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openReader(data)).toThrow('written by a newer Spanline (format 99');
    expect(() => openStore({ data })).toThrow('newer Spanline');
    expect(() => openStore({ data })).toThrow('newer Spanline');
  });
});
