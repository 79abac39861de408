import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TraceFeed } from '../../../src/server/traceFeed.ts';
import { emptyRow, summaryOf } from '../../../src/store/traceRow.ts';
import type { TracesChange } from '../../../src/trace/tracesChange.ts';
import type { TraceSummary } from '../../../src/trace/summary.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const summary = (traceId: string, startUnixNano: string, spans = 1): TraceSummary => ({
  ...summaryOf(emptyRow(1, traceId)),
  startUnixNano,
  spans,
});

function feed() {
  const told: (readonly TraceSummary[])[] = [];
  const changes: TracesChange[] = [];
  return {
    told,
    changes,
    feed: new TraceFeed((change) => {
      told.push(change.traces);
      changes.push(change);
    }),
  };
}

it('tells of a trace at once, and then at most five times a second, as it is by then', () => {
  const { told, feed: traces } = feed();
  vi.advanceTimersByTime(1_000);
  traces.add([summary('a', '1', 1)]);
  vi.advanceTimersByTime(1);
  for (let spans = 2; spans <= 100; spans++) {
    traces.add([summary('a', '1', spans)]);
    vi.advanceTimersByTime(10);
  }
  expect(told[0]).toMatchObject([{ spans: 1 }]);
  expect(told).toHaveLength(5);
  vi.advanceTimersByTime(1_000);
  expect(told.at(-1)).toMatchObject([{ spans: 100 }]);
  expect(told).toHaveLength(6);
});

it('tells of the two hundred newest, newest first', () => {
  const { told, feed: traces } = feed();
  traces.add(Array.from({ length: 1_000 }, (_, i) => summary(`t${i}`, String(i))));
  vi.advanceTimersByTime(1_000);
  expect(told[0]!.map(({ startUnixNano }) => startUnixNano)).toEqual(
    Array.from({ length: 200 }, (_, i) => String(999 - i)),
  );
});

it('says nothing when nothing has changed or it was stopped', () => {
  const { told, feed: traces } = feed();
  traces.add([]);
  traces.add([summary('a', '1')]);
  traces.stop();
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([]);
});

it('tells of dropped traces, but not of one that has come again', () => {
  const { changes, feed: traces } = feed();
  traces.add([summary('a', '1'), summary('b', '2')]);
  traces.drop(['a', 'c', 'd']);
  traces.add([summary('d', '3')]);
  vi.advanceTimersByTime(1_000);
  expect(changes).toMatchObject([{ traces: [{ traceId: 'd' }, { traceId: 'b' }], dropped: ['a', 'c'] }]);
});

it('tells to ask anew when very many were dropped', () => {
  const { changes, feed: traces } = feed();
  traces.drop(Array.from({ length: 10_000 }, (_, i) => `t${i}`));
  vi.advanceTimersByTime(1_000);
  expect(changes).toEqual([{ traces: [], stale: true }]);
});
