import type { SpanTable } from '../../../src/otlp/spanTable.ts';

/** What a test says of a span; everything else is empty. */
export interface SpanRow {
  readonly id: bigint;
  readonly parent?: bigint;
  readonly start?: bigint;
  readonly end?: bigint;
  readonly name?: string;
  readonly service?: string;
  readonly route?: string;
  readonly kind?: number;
  readonly status?: number;
  readonly flags?: number;
  readonly has?: number;
}

/** The table that the scanner would make of these spans. */
export function tableOf(rows: readonly SpanRow[]): SpanTable {
  const strings = [''];
  const places = new Map([['', 0]]);
  const intern = (text = ''): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, strings.length);
    return strings.push(text) - 1;
  };
  const texts = (pick: (row: SpanRow) => string | undefined) =>
    Uint32Array.from(rows, (row) => intern(pick(row)));
  const none = () => new Uint32Array(rows.length);
  return {
    count: rows.length,
    strings,
    spanId: BigUint64Array.from(rows, (row) => row.id),
    parentSpanId: BigUint64Array.from(rows, (row) => row.parent ?? 0n),
    start: BigUint64Array.from(rows, (row) => row.start ?? 1n),
    end: BigUint64Array.from(rows, (row) => row.end ?? row.start ?? 1n),
    name: texts((row) => row.name),
    service: texts((row) => row.service),
    scope: none(),
    language: none(),
    hint: none(),
    method: none(),
    route: texts((row) => row.route),
    codeFile: none(),
    codeFunction: none(),
    codeLine: none(),
    kind: Uint8Array.from(rows, (row) => row.kind ?? 0),
    status: Uint8Array.from(rows, (row) => row.status ?? 0),
    flags: Uint32Array.from(rows, (row) => row.flags ?? 0),
    has: Uint8Array.from(rows, (row) => row.has ?? 0),
  };
}
