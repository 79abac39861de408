import { describe, expect, test } from 'vitest';
import type { TraceColumns } from '../../../src/trace/columns.ts';
import { OpenTrace } from '../../../webview/openTrace.ts';

/** A trace with one row a depth, in tree order; span ids are `ids` or 1, 2, 3… */
function trace(depths: readonly number[], ids = depths.map((_, row) => row + 1)): TraceColumns {
  const count = depths.length;
  const numbers = () => new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const subtreeEnd = numbers().fill(count);
  const path: number[] = [];
  depths.forEach((depth, row) => {
    while (path.length > depth) subtreeEnd[path.pop()!] = row;
    parent[row] = path.at(-1) ?? -1;
    path.push(row);
  });
  return {
    traceId: 'f'.repeat(32),
    count,
    strings: [''],
    spanId: BigUint64Array.from(ids, BigInt),
    start: BigUint64Array.from(depths, (_, row) => 1_790_000_000_000_000_001n + BigInt(row)),
    end: BigUint64Array.from(depths, (_, row) => 1_790_000_000_000_000_101n + BigInt(row)),
    parent,
    depth: Uint32Array.from(depths),
    subtreeEnd,
    name: numbers(),
    service: numbers(),
    hint: numbers(),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    marks: new Uint16Array(count),
  };
}

//                       0  1  2  3  4  5
const tree = () => trace([0, 1, 2, 2, 1, 0]);
const shown = (open: OpenTrace) => [...open.visible];

describe('collapsing', () => {
  test('hides the whole subtree and nothing else', () => {
    const open = new OpenTrace(tree());
    open.collapse(1, true);
    expect(shown(open)).toEqual([0, 1, 4, 5]);
    open.collapse(0, true);
    expect(shown(open)).toEqual([0, 5]);
    open.collapse(0, false);
    expect(shown(open)).toEqual([0, 1, 4, 5]);
  });

  test('of a leaf does nothing', () => {
    const open = new OpenTrace(tree());
    open.collapse(2, true);
    expect(open.isCollapsed(2)).toBe(false);
    expect(shown(open)).toHaveLength(6);
  });

  test('takes the selection along to the span that hides it', () => {
    const open = new OpenTrace(tree());
    open.select(3);
    open.collapse(1, true);
    expect(open.selected).toBe(1);
  });

  test('is undone for all siblings at once', () => {
    const open = new OpenTrace(trace([0, 1, 2, 1, 2]));
    open.collapse(1, true);
    open.collapse(3, true);
    expect(shown(open)).toEqual([0, 1, 3]);
    open.expandSiblings(1);
    expect(shown(open)).toEqual([0, 1, 2, 3, 4]);
  });
});

test('selecting a hidden span expands what hides it', () => {
  const open = new OpenTrace(tree(), [1n, 2n]);
  expect(shown(open)).toEqual([0, 5]);
  open.select(3);
  expect(shown(open)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a hidden row stands where the span is that hides it', () => {
  const open = new OpenTrace(tree(), [2n]);
  expect([0, 1, 2, 3, 4, 5].map((row) => open.positionOf(row))).toEqual([0, 1, 1, 1, 2, 3]);
});

test('what was collapsed and selected is so again after the trace has grown, by span id', () => {
  const before = new OpenTrace(trace([0, 1, 2, 1], [10, 20, 30, 40]));
  before.collapse(1, true);
  before.select(3);
  const after = new OpenTrace(trace([0, 1, 1, 2, 1], [10, 5, 20, 30, 40]), before.collapsedIds(), 40n);
  expect(shown(after)).toEqual([0, 1, 2, 4]);
  expect(after.selected).toBe(4);
});

test('the axis begins at the earliest start and ends at the latest end, to the nanosecond', () => {
  const open = new OpenTrace(tree());
  expect(open.start).toBe(1_790_000_000_000_000_001n);
  expect(open.total).toBe(105);
});

test('a chain of 100,000 spans collapses and opens without recursion', () => {
  const open = new OpenTrace(trace(Array.from({ length: 100_000 }, (_, depth) => depth)));
  open.collapse(0, true);
  expect(shown(open)).toEqual([0]);
  open.select(99_999);
  expect(open.visible).toHaveLength(100_000);
});

test('an empty trace has nothing to show', () => {
  const open = new OpenTrace(trace([]));
  expect(shown(open)).toEqual([]);
  expect(open.total).toBe(1);
});
