import v8 from 'node:v8';

/** A list for each field: that is written and read in less than half the time of a list of rows. */
type Columns<Row> = { readonly [Field in keyof Row]: readonly Row[Field][] };

/** Rows that all have the same fields, as bytes in memory of their own. */
export function bytesOf<Row extends object>(given: Iterable<Row>): Uint8Array<ArrayBuffer> {
  const rows = [...given];
  const columns: Partial<Record<keyof Row, readonly unknown[]>> = {};
  for (const field of Object.keys(rows[0] ?? {}) as (keyof Row)[]) {
    columns[field] = rows.map((row) => row[field]);
  }
  return Uint8Array.from(v8.serialize(columns));
}

/** The rows, each made when its turn has come: what waits is few bytes, not many objects that outlive the young ones. */
export function rowsOf<Row extends object>(bytes: Uint8Array): Iterable<Row> {
  return {
    *[Symbol.iterator]() {
      const columns = v8.deserialize(bytes) as Columns<Row>;
      const fields = Object.keys(columns) as (keyof Row)[];
      const count = fields.length === 0 ? 0 : columns[fields[0]!].length;
      for (let i = 0; i < count; i++) {
        const row: Partial<Row> = {};
        for (const field of fields) row[field] = columns[field][i]!;
        yield row as Row;
      }
    },
  };
}
