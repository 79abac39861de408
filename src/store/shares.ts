import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceRow } from './traceRow.ts';

/** Holds the logs that no span's service is known for. */
export const NO_SERVICE = '';

/**
 * What one service holds of the store: the traces whose root it is, or until a root is known, whose earliest span.
 * Pinned traces count for nobody.
 */
export interface Share {
  readonly service: string;
  /** Spans and log records. */
  items: number;
  bytes: number;
}

/** The table `share`, kept in the same transaction as what it sums up. */
export class Shares {
  private readonly database: DatabaseSync;
  private readonly change: StatementSync;
  private readonly forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.change = database.prepare(`
      INSERT INTO share VALUES (?, ?, ?)
      ON CONFLICT (service) DO UPDATE SET items = items + excluded.items, bytes = bytes + excluded.bytes`);
    this.forget = database.prepare('DELETE FROM share WHERE service = ? AND items <= 0');
  }

  /** Adds to what the services hold; negative numbers take away. */
  save(changes: ShareChanges): void {
    for (const { service, items, bytes } of changes.all()) {
      if (items === 0 && bytes === 0) continue;
      this.change.run(service, items, bytes);
      if (items < 0) this.forget.run(service);
    }
  }

  total(): Omit<Share, 'service'> {
    const row = this.database
      .prepare('SELECT total(items) AS items, total(bytes) AS bytes FROM share')
      .get()!;
    return row as unknown as Omit<Share, 'service'>;
  }

  /** Those that hold the most, the largest first. */
  largest(by: 'items' | 'bytes', limit: number): Share[] {
    const rows = this.database.prepare(`SELECT * FROM share ORDER BY ${by} DESC LIMIT ?`).all(limit);
    return rows.map((row) => ({ ...row })) as unknown as Share[];
  }

  /** The services by name, after the one that is given. */
  after(service: string | undefined, limit: number): string[] {
    const from = service === undefined ? '' : 'WHERE service > ?';
    const statement = this.database.prepare(`SELECT service FROM share ${from} ORDER BY service LIMIT ?`);
    const rows = service === undefined ? statement.all(limit) : statement.all(service, limit);
    return rows.map((row) => row['service'] as string);
  }
}

/** What one transaction changes of the shares. */
export class ShareChanges {
  private readonly changes = new Map<string, Share>();

  all(): Iterable<Share> {
    return this.changes.values();
  }

  add(service: string, items: number, bytes: number): void {
    let change = this.changes.get(service);
    if (!change) this.changes.set(service, (change = { service, items: 0, bytes: 0 }));
    change.items += items;
    change.bytes += bytes;
  }

  /** Counts a trace for its service (`times` 1) or not any more (-1). */
  addTrace(row: TraceRow, times: 1 | -1): void {
    if (!row.pinned) this.add(row.rootService, times * (row.spans + row.logs), times * row.bytes);
  }
}
