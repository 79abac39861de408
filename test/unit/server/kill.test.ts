import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { temporaryFolder } from '../store/chunks.ts';
import { hexId, jsonSpan, postSpans, serve } from './running.ts';

it('loses nothing it has acknowledged when it is killed under load, and starts again without repair', async () => {
  const data = temporaryFolder();
  const acknowledged: string[] = [];
  let next = 1;
  for (let life = 0; life < 3; life++) {
    const { child, http } = await serve(data);
    const enough = acknowledged.length + 150;
    const exporter = async (): Promise<void> => {
      for (;;) {
        const ids = Array.from({ length: 5 }, () => hexId(next++));
        const status = await postSpans(http, ...ids.map((id) => jsonSpan(id))).catch(() => 0);
        if (status === 0) return;
        if (status === 200) acknowledged.push(...ids);
        if (acknowledged.length >= enough) child.kill('SIGKILL');
      }
    };
    await Promise.all([once(child, 'exit'), ...Array.from({ length: 8 }, exporter)]);
  }

  const { http } = await serve(data);
  expect(await postSpans(http, jsonSpan(hexId(next)))).toBe(200);
  const reader = openReader(data);
  const kept = new Set((await reader.newest(1_000_000)).map(({ traceId }) => traceId));
  reader.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(450);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
});
