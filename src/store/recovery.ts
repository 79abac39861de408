import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { databaseFile, isOlder, openForWriting } from './schema.ts';
import { isDamage, troubleIn } from './trouble.ts';

export interface Opened {
  readonly database: DatabaseSync;
  /** One sentence when the database that was there had to be set aside. */
  readonly notice?: string;
}

/**
 * Opens the database of a data folder for writing. One that is damaged, or of an earlier format, is set aside under
 * another name, and a new one is begun.
 * @throws StoreError when a newer Spanline wrote it, or the folder cannot be written.
 */
export function openOrBeginAnew(data: string): Opened {
  let reason = existsSync(markOf(data)) ? 'damaged' : undefined;
  if (reason === undefined) {
    try {
      const database = openForWriting(data);
      if (!isOlder(database)) return { database: probed(database) };
      database.close();
      reason = 'of an earlier format';
    } catch (error) {
      if (!isDamage(error)) throw troubleIn(data, error);
      reason = 'damaged';
    }
  }
  const name = setAside(data);
  return {
    database: openForWriting(data),
    notice: `The traces in ${data} were ${reason}: they are set aside as ${name}, and new ones are kept from now on.`,
  };
}

/** Remembers for the next start that the database is damaged, as was found while it was in use. */
export function markDamaged(data: string): void {
  writeFileSync(markOf(data), '');
}

/** Reads a little of everything: most damage shows, and a start stays quick however much is stored. */
function probed(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(`
      SELECT root_name FROM trace ORDER BY start DESC, key DESC LIMIT 1;
      SELECT root_name FROM trace WHERE key = (SELECT max(key) FROM trace);
      SELECT length(hex(bytes)) FROM pack WHERE seq IN ((SELECT max(seq) FROM pack), (SELECT min(seq) FROM pack));
      SELECT length FROM chunk WHERE pack = (SELECT max(pack) FROM chunk);
      SELECT total(items) FROM share;`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Returns the new name. */
function setAside(data: string): string {
  const date = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, '');
  const name = `traces-${date}.db`;
  const file = databaseFile(data);
  renameSync(file, path.join(data, name));
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, path.join(data, `${name}-wal`));
  rmSync(`${file}-shm`, { force: true });
  rmSync(markOf(data), { force: true });
  return name;
}

function markOf(data: string): string {
  return `${databaseFile(data)}-damaged`;
}
