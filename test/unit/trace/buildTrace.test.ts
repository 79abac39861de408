import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Has } from '../../../src/otlp/spanTable.ts';
import { buildTrace } from '../../../src/trace/buildTrace.ts';
import { Mark, type TraceColumns } from '../../../src/trace/columns.ts';
import { type SpanRow, tableOf } from './spans.ts';

const ID = '0af7651916cd43dd8448eb211c80319c';
const build = (rows: readonly SpanRow[]): TraceColumns => buildTrace(ID, tableOf(rows));

/** The tree as a person draws it: ids, indented by depth. */
const drawn = (trace: TraceColumns): string[] =>
  Array.from(trace.spanId, (id, row) => `${'  '.repeat(trace.depth[row]!)}${id}`);

describe('buildTrace', () => {
  it('puts a parent before its children and siblings by start, whatever the order of arrival', () => {
    const trace = build([
      { id: 4n, parent: 2n, start: 30n },
      { id: 3n, parent: 1n, start: 50n },
      { id: 2n, parent: 1n, start: 20n },
      { id: 1n, start: 10n },
    ]);
    expect(drawn(trace)).toEqual(['1', '  2', '    4', '  3']);
    expect([...trace.parent]).toEqual([-1, 0, 1, 0]);
    expect([...trace.subtreeEnd]).toEqual([4, 3, 3, 4]);
  });

  it('keeps each text once and only those it shows', () => {
    const trace = build([
      { id: 1n, name: 'GET /', service: 'web', route: '/never/shown' },
      { id: 2n, parent: 1n, name: 'GET /', service: 'web' },
    ]);
    expect(trace.strings).toEqual(['', 'GET /', 'web']);
    expect(Array.from(trace.name, (i) => trace.strings[i])).toEqual(['GET /', 'GET /']);
  });

  it('shows a span whose parent never came at the top, marked', () => {
    const trace = build([{ id: 2n, parent: 99n, start: 5n }, { id: 1n }, { id: 3n, parent: 2n, start: 6n }]);
    expect(drawn(trace)).toEqual(['1', '2', '  3']);
    expect([...trace.marks]).toEqual([0, Mark.Orphan, 0]);
  });

  it('opens a ring of parents above its earliest span', () => {
    const trace = build([
      { id: 1n, parent: 3n, start: 30n },
      { id: 2n, parent: 1n, start: 10n },
      { id: 3n, parent: 2n, start: 20n },
      { id: 4n, parent: 3n, start: 40n },
    ]);
    expect(drawn(trace)).toEqual(['2', '  3', '    1', '    4']);
    expect([...trace.marks]).toEqual([Mark.Cycle, 0, 0, 0]);
  });

  it('shows a span that is its own parent as a root', () => {
    expect([...build([{ id: 7n, parent: 7n }]).marks]).toEqual([Mark.Cycle]);
  });

  it('keeps a span that was delivered twice once, as it came first', () => {
    const trace = build([
      { id: 1n, name: 'first' },
      { id: 2n, parent: 1n },
      { id: 1n, name: 'again' },
    ]);
    expect(drawn(trace)).toEqual(['1', '  2']);
    expect(trace.strings[trace.name[0]!]).toBe('first');
  });

  it('shows a span without a start at the start of its parent, and a root at the start of the trace', () => {
    const trace = build([
      { id: 1n, start: 0n, end: 90n },
      { id: 2n, parent: 1n, start: 40n },
      { id: 3n, parent: 2n, start: 0n, end: 60n },
    ]);
    expect([...trace.start]).toEqual([40n, 40n, 40n]);
    expect([...trace.marks]).toEqual([Mark.NoStart, 0, Mark.NoStart]);
  });

  it('shows spans of which none has a start at their end', () => {
    const trace = build([
      { id: 1n, start: 0n, end: 90n },
      { id: 2n, parent: 1n, start: 0n, end: 95n },
    ]);
    expect([...trace.start]).toEqual([90n, 90n]);
    expect([...trace.marks]).toEqual([Mark.NoStart, Mark.NoStart]);
  });

  it('does not say of a span without a start that it ends before it', () => {
    const trace = build([
      { id: 1n, start: 40n, end: 90n },
      { id: 2n, parent: 1n, start: 0n, end: 30n },
      { id: 3n, parent: 1n, start: 0n, end: 0n },
    ]);
    expect([...trace.end]).toEqual([90n, 40n, 40n]);
    expect([...trace.marks]).toEqual([0, Mark.NoStart, Mark.NoStart]);
  });

  it('never lets a span end before it starts', () => {
    const trace = build([{ id: 1n, start: 50n, end: 20n }]);
    expect([trace.start[0], trace.end[0], trace.marks[0]]).toEqual([50n, 50n, Mark.EndBeforeStart]);
  });

  it('tells times apart that a double does not', () => {
    const trace = build([
      { id: 2n, start: 1_700_000_000_000_000_002n },
      { id: 1n, start: 1_700_000_000_000_000_001n },
      { id: 3n, start: 0xffff_ffff_ffff_ffffn },
    ]);
    expect(drawn(trace)).toEqual(['1', '2', '3']);
  });

  it('marks events, exceptions, links, logs and a remote parent', () => {
    const table = tableOf([
      { id: 1n, has: Has.Events | Has.Exception },
      { id: 2n, parent: 1n, has: Has.Links, flags: 0x301 },
    ]);
    const trace = buildTrace(ID, table, [2n, 77n]);
    expect([...trace.marks]).toEqual([
      Mark.HasEvents | Mark.HasException,
      Mark.HasLinks | Mark.HasLogs | Mark.RemoteParent,
    ]);
  });

  it('of no spans makes no rows', () => {
    expect(build([])).toMatchObject({ count: 0, strings: [''] });
  });

  const many = 100_000;
  it(`survives a chain ${many} deep`, () => {
    const rows = Array.from({ length: many }, (_, i) => ({ id: BigInt(i + 1), parent: BigInt(i) }));
    const trace = build(rows.reverse());
    expect(trace.count).toBe(many);
    expect(trace.depth[many - 1]).toBe(many - 1);
    expect(trace.subtreeEnd[0]).toBe(many);
  });

  it(`survives ${many} siblings in reverse order`, () => {
    const rows = Array.from({ length: many }, (_, i) => ({
      id: BigInt(i + 2),
      parent: 1n,
      start: BigInt(many + 2 - i),
    }));
    const trace = build([...rows, { id: 1n }]);
    expect(trace.count).toBe(many + 1);
    expect(trace.spanId[1]).toBe(BigInt(many + 1));
    expect(trace.subtreeEnd[1]).toBe(2);
  });

  it(`survives a ring of ${many}`, () => {
    const rows = Array.from({ length: many }, (_, i) => ({
      id: BigInt(i + 1),
      parent: BigInt(((i + 1) % many) + 1),
    }));
    const trace = build(rows);
    expect(trace.depth[many - 1]).toBe(many - 1);
    expect(trace.marks.filter((mark) => mark === Mark.Cycle)).toHaveLength(1);
  });

  it('makes a well-formed tree of any spans, each once', () => {
    const id = fc.bigInt({ min: 0n, max: 12n });
    const row = fc.record({ id: id.map((n) => n + 1n), parent: id, start: id, end: id });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const trace = build(rows);
        expect(new Set(trace.spanId)).toEqual(new Set(rows.map((r) => r.id)));
        expect(new Set(trace.spanId).size).toBe(trace.count);
        for (let i = 0; i < trace.count; i++) {
          const parent = trace.parent[i]!;
          expect(parent).toBeLessThan(i);
          expect(trace.depth[i]).toBe(parent < 0 ? 0 : trace.depth[parent]! + 1);
          expect(trace.subtreeEnd[i]).toBeGreaterThan(i);
          if (parent >= 0) expect(trace.subtreeEnd[i]).toBeLessThanOrEqual(trace.subtreeEnd[parent]!);
          expect(trace.end[i]! >= trace.start[i]!).toBe(true);
        }
      }),
    );
  });
});
