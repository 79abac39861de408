import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { logFile, openLog } from '../../../src/server/log.ts';
import { temporaryFolder } from '../store/chunks.ts';

it('keeps the newest lines, and one older file when it has grown long', () => {
  const data = temporaryFolder();
  const log = openLog(data);
  for (let i = 0; i < 5; i++) log('x'.repeat(600_000));
  log('the end');
  expect(readdirSync(data).sort()).toEqual(['server.log', 'server.log.1']);
  expect(readFileSync(logFile(data), 'utf8').trimEnd().split('\n').at(-1)).toMatch(/^\d{4}-.*Z the end$/);
  expect(readFileSync(logFile(data)).length).toBeLessThan(2_000_000);
});

it('does not fail where it cannot write', () => {
  const data = temporaryFolder();
  const log = openLog(data);
  rmSync(data, { recursive: true });
  expect(() => {
    log('lost');
  }).not.toThrow();
});
