// What each runner leaves for the closing line: counts in one small file under .cache/results.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache } from './workbench.mjs';

const folder = path.join(cache, 'results');

/** Where a runner's results are; what an earlier run left there is gone. */
export function resultsFile(runner) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${runner}.json`);
  rmSync(file, { force: true });
  return file;
}

/** `{ passed, failed, skipped, … }`, or undefined when the run left none: it never got to its tests. */
export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeResults(file, results) {
  writeFileSync(file, JSON.stringify(results));
}

export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
