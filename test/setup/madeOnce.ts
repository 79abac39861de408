import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A lock that nobody renews belongs to a run that was killed. */
const STALE_MS = 20_000;
const RENEW_MS = 5_000;

/**
 * A folder in `.cache` with what `make` puts into it from some files, made once for a version of these, however many
 * test runs want it at the same time. Installed programs know where they are: so the folder is made in its place,
 * under a lock, not moved there.
 */
export async function madeOnce(
  name: string,
  files: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const folder = path.resolve('.cache', `${name}-${hash.digest('hex').slice(0, 12)}`);
  const done = path.join(folder, 'complete');
  const lock = `${folder}.lock`;
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!isThere(done)) {
    if (!take(lock)) {
      await pause(500);
      continue;
    }
    const renewing = setInterval(() => writeFileSync(path.join(lock, 'alive'), ''), RENEW_MS);
    try {
      if (isThere(done)) break;
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      await make(folder);
      writeFileSync(done, '');
    } finally {
      clearInterval(renewing);
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether the lock is ours now. Making a folder succeeds for one of many. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(path.join(lock, 'alive'), '');
    return true;
  } catch {
    const { mtimeMs } = statSync(path.join(lock, 'alive'), { throwIfNoEntry: false }) ??
      statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    const isStale = Date.now() - mtimeMs > STALE_MS;
    if (isStale) discard(lock);
    return false;
  }
}

/** Renames before it removes: of two that find a lock stale, one succeeds and none removes the other's new one. */
function discard(lock: string): void {
  try {
    const aside = `${lock}.${process.pid}`;
    renameSync(lock, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Somebody else was faster.
  }
}
