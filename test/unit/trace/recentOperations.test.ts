import { describe, expect, it } from 'vitest';
import { RecentOperations } from '../../../src/trace/recentOperations.ts';
import { tableOf, type SpanRow } from './spans.ts';

const lasting = (duration: bigint, row: Partial<SpanRow> = {}): SpanRow => ({
  id: 1n,
  start: 1_700_000_000_000_000_001n,
  end: 1_700_000_000_000_000_001n + duration,
  name: 'GET /orders',
  ...row,
});

describe('RecentOperations', () => {
  it('counts the spans of one place together, with their errors and percentiles', () => {
    const operations = new RecentOperations();
    const rows = Array.from({ length: 100 }, (_, i) => lasting(BigInt(100 - i), i < 3 ? { status: 2 } : {}));
    operations.add('a', tableOf(rows));
    expect(operations.changedSince(0)).toMatchObject([
      { name: 'GET /orders', count: 100, errors: 3, p50Nano: '50', p95Nano: '95', traceIds: ['a'] },
    ]);
  });

  it.each([
    ['name', { name: 'other' }],
    ['service', { service: 'other' }],
    ['kind', { kind: 2 }],
    ['route', { route: '/other' }],
  ] as const)('tells apart by %s', (_, difference) => {
    const operations = new RecentOperations();
    operations.add('a', tableOf([lasting(1n), lasting(1n, difference)]));
    expect(operations.changedSince(0)).toHaveLength(2);
  });

  it('forgets old durations but not the count', () => {
    const operations = new RecentOperations();
    operations.add('a', tableOf(Array.from({ length: 1_000 }, () => lasting(9n))));
    operations.add('a', tableOf(Array.from({ length: 256 }, () => lasting(1n))));
    expect(operations.changedSince(0)).toMatchObject([{ count: 1_256, p50Nano: '1', p95Nano: '1' }]);
  });

  it('counts a span without a usable duration without measuring it', () => {
    const operations = new RecentOperations();
    operations.add('a', tableOf([lasting(0n, { start: 0n }), lasting(0n, { end: 1n })]));
    expect(operations.changedSince(0)).toMatchObject([{ count: 2, p50Nano: '0', p95Nano: '0' }]);
  });

  it('names the newest fifty traces, newest first, each once', () => {
    const operations = new RecentOperations();
    for (let i = 0; i < 60; i++) operations.add(`t${i}`, tableOf([lasting(1n)]));
    operations.add('t30', tableOf([lasting(1n)]));
    const [operation] = operations.changedSince(0);
    expect(operation!.traceIds.slice(0, 3)).toEqual(['t30', 't59', 't58']);
    expect(new Set(operation!.traceIds).size).toBe(50);
  });

  it('tells only what changed since a revision, under the same id', () => {
    const operations = new RecentOperations();
    operations.add('a', tableOf([lasting(1n), lasting(1n, { name: 'quiet' })]));
    const before = operations.changedSince(0).find(({ name }) => name === 'GET /orders');
    const { revision } = operations;
    expect(operations.changedSince(revision)).toEqual([]);
    operations.add('b', tableOf([lasting(1n)]));
    expect(operations.changedSince(revision)).toMatchObject([{ id: before!.id, count: 2 }]);
  });

  it('stays bounded, and keeps what was seen last', () => {
    const operations = new RecentOperations(80);
    for (let i = 0; i < 1_000; i++) operations.add('a', tableOf([lasting(1n, { name: `/user/${i}` })]));
    const names = operations.changedSince(0).map(({ name }) => name);
    expect(names.length).toBeLessThanOrEqual(80);
    expect(names).toContain('/user/999');
    expect(names).not.toContain('/user/0');
  });
});
