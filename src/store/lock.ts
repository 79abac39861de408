import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from './storeError.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the one server of a data folder. The lock is a transaction held open on a small database, so the
 * operating system frees it when the process dies, however it dies.
 * @throws StoreError when another process holds it.
 */
export function lockFolder(data: string): FolderLock {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path.join(data, 'lock.db'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!String(error).includes('locked')) throw error;
    throw new StoreError(
      `Another Spanline server already uses ${data}: stop it, or choose another folder with --data.`,
    );
  }
  return {
    release: () => {
      database.close();
    },
  };
}
