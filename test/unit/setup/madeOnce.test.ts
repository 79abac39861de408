import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { madeOnce } from '../../setup/madeOnce.ts';

const name = `made-once-${process.pid}`;
let folder = '';
let made = 0;
const make = async (place: string): Promise<void> => {
  made++;
  await pause(50);
  writeFileSync(path.join(place, 'program'), '');
};
const here = [import.meta.filename];
afterEach(() => {
  rmSync(folder, { recursive: true });
  made = 0;
});

it('makes a folder once for all that want it at the same time, and for those who come later', async () => {
  const folders = await Promise.all([madeOnce(name, here, make), madeOnce(name, here, make)]);
  folder = await madeOnce(name, here, make);
  expect(new Set(folders)).toEqual(new Set([folder]));
  expect(made).toBe(1);
  expect(existsSync(path.join(folder, 'program'))).toBe(true);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});

it('goes on where a run was killed in the middle', async () => {
  folder = await madeOnce(name, here, make);
  rmSync(path.join(folder, 'complete'));
  mkdirSync(`${folder}.lock`);
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(`${folder}.lock`, longAgo, longAgo);
  expect(await madeOnce(name, here, make)).toBe(folder);
  expect(made).toBe(2);
});

it('leaves nothing that looks made when making fails', async () => {
  await expect(madeOnce(name, here, () => Promise.reject(new Error('no network')))).rejects.toThrow(
    'no network',
  );
  folder = await madeOnce(name, here, make);
  expect(made).toBe(1);
});
