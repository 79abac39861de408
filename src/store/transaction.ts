import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { markDamaged } from './recovery.ts';
import { isDamage, troubleOf } from './trouble.ts';

/** Runs the work, all of whose reading sees the same state, whatever another process writes meanwhile. */
export function snapshot<Result>(database: DatabaseSync, work: () => Result): Result {
  if (database.isTransaction) return work();
  database.exec('BEGIN');
  try {
    return work();
  } finally {
    database.exec('COMMIT');
  }
}

/**
 * Runs the work in one transaction: all of it is kept, or nothing when it throws.
 * @throws StoreError with one sentence where the disk is full or the database locked or damaged.
 */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    database.exec('BEGIN IMMEDIATE');
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    if (isDamage(error)) markDamaged(path.dirname(database.location() ?? ''));
    throw troubleOf(error, database);
  }
}
