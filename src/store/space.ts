import type { DatabaseSync } from 'node:sqlite';

/** Free space is kept for what comes next, up to so much, or a quarter of the file where that is more. */
const SPARE_BYTES = 4_000_000;
/** Pages given back at once: a few milliseconds. */
const STEP_PAGES = 200;

/** Bytes of the database file that hold something, without what is pinned. */
export function usedBytes(database: DatabaseSync): number {
  const pinned = database.prepare('SELECT total(bytes) AS bytes FROM trace WHERE pinned = 1').get()!;
  const pages = pragma(database, 'page_count') - pragma(database, 'freelist_count');
  return pages * pragma(database, 'page_size') - (pinned['bytes'] as number);
}

/**
 * Gives some of the free space back to the file system. What traces leave is used again by those that follow, so
 * under a steady load the file neither grows nor shrinks; this is for when much has gone.
 * @returns whether there was something to give.
 */
export function giveBack(database: DatabaseSync): boolean {
  const free = pragma(database, 'freelist_count');
  const spare = Math.max(SPARE_BYTES / pragma(database, 'page_size'), pragma(database, 'page_count') / 4);
  if (free <= spare) return false;
  // The file itself shrinks when the log is copied into it.
  database.exec(`PRAGMA incremental_vacuum(${STEP_PAGES}); PRAGMA wal_checkpoint(PASSIVE);`);
  return pragma(database, 'freelist_count') < free;
}

function pragma(database: DatabaseSync, name: string): number {
  return database.prepare(`PRAGMA ${name}`).get()![name] as number;
}
