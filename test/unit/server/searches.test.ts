import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Searches } from '../../../src/server/searches.ts';
import { StoreError } from '../../../src/store/storeError.ts';
import { hexId, jsonSpan, postSpans, serve } from './running.ts';

/** Doubles its steps with each letter. */
const ENDLESS = '{ name =~ "(a+)+$" }';

async function searches() {
  const data = mkdtempSync(path.join(tmpdir(), 'spanline-searches-'));
  onTestFinished(() => {
    rmSync(data, { recursive: true, force: true });
  });
  const { http } = await serve(data);
  expect(await postSpans(http, jsonSpan(hexId(1), { name: `${'a'.repeat(60)}!` }))).toBe(200);
  const searching = new Searches(data);
  onTestFinished(() => {
    searching.close();
  });
  const find = (query: string, signal = new AbortController().signal) => searching.find(10, query, signal);
  return { find, searching };
}

test('finds, and refuses a broken query in the words of the store', async () => {
  const { find } = await searches();
  expect(await find('{ kind = server }')).toMatchObject([{ traceId: hexId(1) }]);
  expect(await find('{ name = "other" }')).toEqual([]);
  const refusal = find('{ name = }').catch((error: unknown) => error);
  expect(await refusal).toBeInstanceOf(StoreError);
});

test('a search that nothing else can end is ended when it is given up, and others begin anew', async () => {
  const { find } = await searches();
  const given = new AbortController();
  const endless = find(ENDLESS, given.signal);
  const other = find('{ kind = server }');
  given.abort();
  await expect(endless).rejects.toThrow('The search was given up.');
  expect(await other).toHaveLength(1);
}, 20_000);

test('a search that never lets go is ended with a sentence', async () => {
  const { find } = await searches();
  await expect(find(ENDLESS)).rejects.toThrow('The search takes too long');
  expect(await find('{ kind = server }')).toHaveLength(1);
}, 30_000);

test('what is searched for when the server stops is told so', async () => {
  const { find, searching } = await searches();
  const endless = find(ENDLESS);
  searching.close();
  await expect(endless).rejects.toThrow('stopped');
});
