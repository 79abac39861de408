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
