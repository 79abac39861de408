import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from './folder.ts';
import { StoreError } from './storeError.ts';
import { troubleIn } from './trouble.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the one server of a data folder. The lock is a transaction held open on a small database, so the
 * operating system frees it when the process dies, however it dies.
 * @throws StoreError when another process holds it, or the folder cannot be written.
 */
export function lockFolder(data: string): FolderLock {
  makeFolder(data);
  const database = openLock(data);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!String(error).includes('locked')) throw troubleIn(data, error);
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

function openLock(data: string): DatabaseSync {
  try {
    return new DatabaseSync(path.join(data, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw troubleIn(data, error);
  }
}
