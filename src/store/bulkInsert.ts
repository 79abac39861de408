import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Rows that one statement inserts: as many as possible share the cost of a call. */
const ROWS = [32, 8, 1];

/** Inserts rows, many with one statement. */
export class BulkInsert {
  private readonly statements: readonly { readonly statement: StatementSync; readonly values: number }[];

  /** @param into The table with the columns that are given, as in 'point (series, time)'. */
  constructor(database: DatabaseSync, into: string) {
    const width = into.split(',').length;
    const row = `(${Array<string>(width).fill('?').join(', ')})`;
    this.statements = ROWS.map((rows) => ({
      statement: database.prepare(`INSERT INTO ${into} VALUES ${Array<string>(rows).fill(row).join(', ')}`),
      values: rows * width,
    }));
  }

  /** The values of all rows, one row after the other. */
  run(all: readonly SQLInputValue[]): void {
    let at = 0;
    for (const { statement, values } of this.statements) {
      for (; at + values <= all.length; at += values) statement.run(...all.slice(at, at + values));
    }
  }
}
