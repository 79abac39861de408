import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../../src/store/lock.ts';
import { openReader } from '../../../src/store/reader.ts';
import { openOrBeginAnew } from '../../../src/store/recovery.ts';
import { openStore, TraceStore } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/storeError.ts';
import { transaction } from '../../../src/store/transaction.ts';
import { arrived, spanChunk, temporaryFolder, traceId } from './chunks.ts';

const PAGE = 4_096;

/** A folder with some megabytes of traces, and its database file. */
async function filled(): Promise<{ data: string; file: string }> {
  const data = temporaryFolder();
  const store = openStore({ data });
  await store.ingestSpans(arrived(...Array.from({ length: 500 }, (_, n) => spanChunk(n, { noise: 5_000 }))));
  store.close();
  return { data, file: path.join(data, 'traces.db') };
}

/** Overwrites pages of a file, counted from 0. */
function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill('spoiled ', from * PAGE, to * PAGE));
}

const setAside = (data: string): string[] =>
  readdirSync(data).filter((name) => /^traces-\d{8}T\d{6}\.db$/.test(name));

describe('a database that cannot be read', () => {
  it.each([
    ['is no database at all', (file: string) => writeFileSync(file, 'not a database, whatever it was')],
    ['is cut off', (file: string) => truncateSync(file, statSync(file).size / 2)],
    ['has lost its beginning', (file: string) => spoil(file, 0, 1)],
    ['has lost everything but its beginning', (file: string) => spoil(file, 1, statSync(file).size / PAGE)],
  ])('because it %s is set aside under the date, and a new one is begun', async (_, damage) => {
    const { data, file } = await filled();
    damage(file);
    const { size } = statSync(file);

    const store = openStore({ data });
    const [name] = setAside(data);
    expect(store.notice).toBe(
      `The traces in ${data} were damaged: they are set aside as ${name!}, and new ones are kept from now on.`,
    );
    expect(statSync(path.join(data, name!)).size).toBe(size);
    await store.ingestSpans(arrived(spanChunk(1)));
    expect(await store.reader.newest(10)).toHaveLength(1);
    store.close();

    const again = openStore({ data });
    expect(again.notice).toBeUndefined();
    expect(await again.reader.newest(10)).toHaveLength(1);
    again.close();
  });

  it('as is found only while it is in use is set aside at the next start', () => {
    const data = temporaryFolder();
    const file = path.join(data, 'traces.db');
    openStore({ data }).close();
    let database = new DatabaseSync(file);
    database.exec('CREATE TABLE other (bytes BLOB)');
    const insert = database.prepare('INSERT INTO other VALUES (zeroblob(3000))');
    for (let n = 0; n < 50; n++) insert.run();
    database.close();
    const pages = statSync(file).size / PAGE;
    spoil(file, pages - 20, pages);
    database = new DatabaseSync(file);
    expect(() => transaction(database, () => database.exec('UPDATE other SET bytes = 1'))).toThrow(
      `The database in ${data} is damaged: restart the trace server`,
    );
    database.close();
    const store = openStore({ data });
    expect(store.notice).toContain('were damaged');
    expect(setAside(data)).toHaveLength(1);
    store.close();
  });

  it('is named to a reader in one sentence', async () => {
    const { data, file } = await filled();
    spoil(file, 0, 1);
    expect(() => openReader(data)).toThrow(StoreError);
    expect(() => openReader(data)).toThrow('is damaged');
    expect(existsSync(file)).toBe(true);
  });

  it('because an earlier Spanline wrote it is set aside, too, and empty to a reader until then', async () => {
    const { data, file } = await filled();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 1');
    database.close();
    expect(await openReader(data).newest(10)).toEqual([]);
    const store = openStore({ data });
    expect(store.notice).toContain('were of an earlier format: they are set aside as traces-');
    store.close();
  });
});

describe('a full disk', () => {
  it('refuses with a sentence, keeps what was there, and goes on when there is room again', async () => {
    const data = temporaryFolder();
    const opened = openOrBeginAnew(data);
    const store = new TraceStore(opened, lockFolder(data), { data });
    await store.ingestSpans(arrived(spanChunk(1)));
    // A limit of SQLite's own: it fails as it does when the disk has no more pages to give.
    opened.database.exec('PRAGMA max_page_count = 40');
    const large = Array.from({ length: 100 }, (_, n) => spanChunk(100 + n, { noise: 5_000 }));
    await expect(store.ingestSpans(arrived(...large))).rejects.toThrow(
      /^The disk is full: make room where .* is/,
    );
    expect(await store.reader.newest(10)).toMatchObject([{ traceId: traceId(1) }]);
    opened.database.exec('PRAGMA max_page_count = 100000');
    await store.ingestSpans(arrived(...large));
    expect(await store.reader.newest(1_000)).toHaveLength(101);
    store.close();
  });
});

describe('a database that another program has locked', () => {
  it('refuses with a sentence, and goes on when it is free again', async () => {
    const data = temporaryFolder();
    const store = openStore({ data });
    const other = new DatabaseSync(path.join(data, 'traces.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(store.ingestSpans(arrived(spanChunk(1)))).rejects.toThrow(
      'Another program has locked the database',
    );
    other.exec('ROLLBACK');
    other.close();
    await store.ingestSpans(arrived(spanChunk(1)));
    expect(store.reader.summary(traceId(1))!.spans).toBe(1);
    store.close();
  });
});
