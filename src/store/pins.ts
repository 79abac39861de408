import type { DatabaseSync } from 'node:sqlite';
import { ShareChanges, Shares } from './shares.ts';
import { TraceTable } from './traceTable.ts';
import { transaction } from './transaction.ts';

/**
 * Keeps a trace whatever the limits are, or lets it go again: then it counts for its service like any other.
 * @returns false for an unknown trace.
 */
export function pinTrace(database: DatabaseSync, traceId: string, pinned: boolean): boolean {
  return transaction(database, () => {
    const row = new TraceTable(database).find(traceId);
    if (!row) return false;
    if (row.pinned === pinned) return true;
    const changes = new ShareChanges();
    changes.addTrace(row, -1);
    row.pinned = pinned;
    changes.addTrace(row, 1);
    new Shares(database).save(changes);
    database.prepare('UPDATE trace SET pinned = ? WHERE key = ?').run(Number(pinned), row.key);
    return true;
  });
}
