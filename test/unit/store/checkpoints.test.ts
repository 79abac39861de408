import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { arrived, spanChunk, temporaryFolder, temporaryStore } from './chunks.ts';

const MB = 1_000_000;

it('moves what was committed into the database while nobody waits for it', { timeout: 30_000 }, async () => {
  const data = temporaryFolder();
  const store = temporaryStore({ data });
  const file = path.join(data, 'traces.db');
  for (let n = 0; n < 20; n++) await store.ingestSpans(arrived(spanChunk(n, { noise: MB })));
  await expect.poll(() => statSync(file).size, { timeout: 20_000 }).toBeGreaterThan(16 * MB);
  expect(store.reader.chunksOf('0'.repeat(31) + '7')).toHaveLength(1);
});

it('empties the log when nothing has come for a while', { timeout: 60_000 }, async () => {
  const data = temporaryFolder();
  const store = temporaryStore({ data });
  const log = path.join(data, 'traces.db-wal');
  await store.ingestSpans(arrived(spanChunk(1, { noise: 3 * MB })));
  expect(statSync(log).size).toBeGreaterThan(3 * MB);
  await expect.poll(() => statSync(log).size, { timeout: 50_000, interval: 500 }).toBe(0);
  expect(store.reader.chunksOf('0'.repeat(31) + '1')).toHaveLength(1);
});
