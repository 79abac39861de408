import { describe, expect, it } from 'vitest';
import { RecentSpans } from '../../../src/trace/recentSpans.ts';

const TRACE_A = '0000000000000000000000000000000a';
const TRACE_B = '0000000000000000000000000000000b';

describe('recent spans', () => {
  it('are new once in each trace', () => {
    const recent = new RecentSpans();
    expect(recent.of(TRACE_A)(1, 0)).toBe(true);
    expect(recent.of(TRACE_A)(1, 0)).toBe(false);
    expect(recent.of(TRACE_A)(0, 1)).toBe(true);
    expect(recent.of(TRACE_B)(1, 0)).toBe(true);
    recent.clear();
    expect(recent.of(TRACE_A)(1, 0)).toBe(true);
  });

  it('are remembered as far back as promised, and not for ever', () => {
    const recent = new RecentSpans(1_000);
    const isNew = recent.of(TRACE_A);
    for (let id = 1; id <= 10_000; id++) expect(isNew(id, id * 7)).toBe(true);
    for (let id = 9_001; id <= 10_000; id++) expect(isNew(id, id * 7)).toBe(false);
    expect(isNew(1, 7)).toBe(true);
  });
});
