import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { BulkInsert } from './bulkInsert.ts';
import { IdRuns } from './idRuns.ts';
import { idBytes, type TraceRow } from './traceRow.ts';
import { snapshot } from './transaction.ts';

/** The table `trace`: rows in and out of the database. Times are stored as the 64 bits they are, read back unsigned. */
export class TraceTable {
  private readonly database: DatabaseSync;
  private readonly byKey: StatementSync;
  private readonly runs: IdRuns;
  private readonly inNoRun: StatementSync;
  private readonly amongKeys: StatementSync;
  private readonly rowsBelow: StatementSync;
  private readonly keysBelow: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.runs = new IdRuns(database);
    const select = (rest: string, columns = 'trace.*'): StatementSync => {
      const statement = database.prepare(`SELECT ${columns} FROM trace ${rest}`);
      // Times do not fit a double.
      statement.setReadBigInts(true);
      return statement;
    };
    this.byKey = select('WHERE key = ? AND id = ?');
    this.inNoRun = select('WHERE key > ? AND id = ?');
    this.amongKeys = select('WHERE key IN (SELECT value FROM json_each(?)) AND spans > 0');
    const below = 'WHERE spans > 0 AND (start, key) < (?, ?) ORDER BY start DESC, key DESC LIMIT ?';
    this.rowsBelow = select(below);
    this.keysBelow = select(below, 'start, key');
  }

  find(traceId: string): TraceRow | undefined {
    const id = idBytes(traceId);
    return snapshot(this.database, () => {
      this.runs.load();
      const key = this.runs.find(id);
      const row = (key !== undefined && this.byKey.get(key, id)) || this.inNoRun.get(this.runs.upTo, id);
      return row && rowOf(row);
    });
  }

  /** The trace with that key, unless it is gone. */
  get(key: number, id: Uint8Array): TraceRow | undefined {
    const row = this.byKey.get(key, id);
    return row && rowOf(row);
  }

  /** Those with spans, the latest start first. */
  newest(limit: number): TraceRow[] {
    return this.rowsBelow.all(LAST, LAST, limit).map(rowOf);
  }

  /** All of them in that order, a page of so many at a time. */
  *pages(limit: number): Iterable<TraceRow[]> {
    for (const page of pagesOf(this.rowsBelow, limit)) yield page.map(rowOf);
  }

  /** Only their keys, which stand in an index: that takes a fifth of the time. */
  *keys(limit: number): Iterable<number[]> {
    for (const page of pagesOf(this.keysBelow, limit)) yield page.map(({ key }) => Number(key));
  }

  /** The traces with these keys, in their order; without those that are gone. */
  among(keys: readonly number[]): TraceRow[] {
    const rows = this.amongKeys.all(JSON.stringify(keys)).map(rowOf);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    return keys.flatMap((key) => byKey.get(key) ?? []);
  }
}

/** No trace has a later start or key. */
const LAST = 2n ** 63n - 1n;

type Row = Record<string, SQLOutputValue>;

/** The rows below the last one of a page are the next page. */
function* pagesOf(below: StatementSync, limit: number): Iterable<Row[]> {
  for (let start: SQLInputValue = LAST, key: SQLInputValue = LAST; ;) {
    const page = below.all(start, key, limit);
    if (page.length === 0) return;
    yield page;
    ({ start, key } = page.at(-1) as Record<'start' | 'key', bigint>);
  }
}

const WRITTEN = [
  'start',
  'end',
  'spans',
  'errors',
  'logs',
  'bytes',
  'has_root',
  'root_name',
  'root_service',
  'services',
  'last_seq',
];

/** Writes rows: new ones are inserted, others replace what they held. */
export class TraceWriter {
  private readonly insertRows: BulkInsert;
  private readonly updateRow: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertRows = new BulkInsert(database, `trace (${[...WRITTEN, 'key', 'id'].join(', ')})`);
    this.updateRow = database.prepare(
      `UPDATE trace SET ${WRITTEN.map((column) => `${column} = ?`).join(', ')} WHERE key = ?`,
    );
  }

  /** Those above `lastKey` are new. */
  write(rows: Iterable<TraceRow>, lastKey: number): void {
    const inserted: SQLInputValue[] = [];
    for (const row of rows) {
      if (row.key > lastKey) inserted.push(...values(row), row.key, row.id);
      else this.updateRow.run(...values(row), row.key);
    }
    this.insertRows.run(inserted);
  }
}

function values(row: TraceRow): SQLInputValue[] {
  return [
    BigInt.asIntN(64, row.start),
    BigInt.asIntN(64, row.end),
    row.spans,
    row.errors,
    row.logs,
    row.bytes,
    Number(row.hasRoot),
    row.rootName,
    row.rootService,
    JSON.stringify(row.services),
    row.lastSeq,
  ];
}

function rowOf(row: Row): TraceRow {
  const number = (name: string): number => Number(row[name]);
  const time = (name: string): bigint => BigInt.asUintN(64, row[name] as bigint);
  return {
    key: number('key'),
    traceId: Buffer.from(row['id'] as Uint8Array).toString('hex'),
    id: row['id'] as Uint8Array,
    start: time('start'),
    end: time('end'),
    spans: number('spans'),
    errors: number('errors'),
    logs: number('logs'),
    bytes: number('bytes'),
    hasRoot: row['has_root'] === 1n,
    rootName: row['root_name'] as string,
    rootService: row['root_service'] as string,
    services: JSON.parse(row['services'] as string) as string[],
    lastSeq: number('last_seq'),
    pinned: row['pinned'] === 1n,
  };
}
