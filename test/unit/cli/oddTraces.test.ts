import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { hexId, jsonSpan, postSpans, serve, spanline, type JsonSpan } from '../server/running.ts';
import { temporaryFolder } from '../store/chunks.ts';

const id = hexId(0xabc);
const SECOND = 1_000_000_000n;
const NOON = 1_700_000_000n * SECOND;

const spanId = (n: number): string => n.toString(16).padStart(16, '0');

/** Span `n` of the trace, below `parent`, from and to so many seconds after noon. */
function span(n: number, parent: number, from = 0, to = 1): JsonSpan {
  return jsonSpan(id, {
    spanId: spanId(n),
    name: `span ${n}`,
    startTimeUnixNano: String(NOON + BigInt(from) * SECOND),
    endTimeUnixNano: String(NOON + BigInt(to) * SECOND),
    ...(parent === 0 ? {} : { parentSpanId: spanId(parent) }),
  });
}

async function received(...batches: readonly (readonly JsonSpan[])[]): Promise<string> {
  const data = temporaryFolder();
  const { http } = await serve(data);
  for (const batch of batches) expect(await postSpans(http, ...batch)).toBe(200);
  return data;
}

interface Summary {
  readonly spans: number;
  readonly errors: number;
  readonly rootName: string;
  readonly startUnixNano: string;
  readonly durationNano: string;
}

async function summaryIn(data: string): Promise<Summary> {
  const { stdout } = await spanline('traces', '--json', '--data', data);
  return (JSON.parse(stdout) as [Summary])[0];
}

async function spansIn(
  data: string,
): Promise<{ name: string; startUnixNano: string; endUnixNano: string }[]> {
  const { stdout } = await spanline('trace', id, '--format', 'json', '--data', data);
  return (JSON.parse(stdout) as { spans: { name: string; startUnixNano: string; endUnixNano: string }[] })
    .spans;
}

/** The tree as it is printed: label and what is odd, without services, durations and bars. */
async function treeIn(data: string): Promise<string[]> {
  const { stdout } = await spanline('trace', id, '--data', data);
  const lines = stdout.trimEnd().split('\n').slice(2);
  return lines.map((line) => /^(.*?)  +web /.exec(line)![1]!);
}

describe('a retry that an exporter has put into other batches', () => {
  const failed = { ...span(3, 1), status: { code: 2 } };
  const batches = [
    [span(1, 0), span(2, 1), failed],
    [failed, span(4, 1)],
    [span(5, 1), span(2, 1), span(1, 0)],
  ];

  it('counts no span twice', async () => {
    const data = await received(...batches);
    const reader = openReader(data);
    while (reader.summary(id)?.spans !== 5) await sleep(20);
    reader.close();
    expect(await summaryIn(data)).toMatchObject({ spans: 5, errors: 1, rootName: 'span 1' });
    expect((await spansIn(data)).map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((n) => `span ${n}`));
  });

  it('is told as it was received in the OTLP of the trace', async () => {
    const data = await received(...batches);
    const { stdout } = await spanline('trace', id, '--format', 'otlp', '--data', data);
    const { resourceSpans } = JSON.parse(stdout) as {
      resourceSpans: { scopeSpans: { spans: unknown[] }[] }[];
    };
    expect(resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))).toHaveLength(
      8,
    );
  });
});

describe('a trace whose spans come out of order', () => {
  it('is a tree also when children come before their parents', async () => {
    const data = await received([span(3, 2, 2, 3)], [span(2, 1, 1, 4)], [span(1, 0, 0, 5)]);
    expect(await treeIn(data)).toEqual(['span 1', '└─ span 2', '   └─ span 3']);
    expect(await summaryIn(data)).toMatchObject({
      spans: 3,
      rootName: 'span 1',
      durationNano: String(5n * SECOND),
    });
  });

  it('marks a span whose parent has not come', async () => {
    const data = await received([span(2, 1)]);
    expect(await treeIn(data)).toEqual(['span 2 (parent missing)']);
  });

  it('takes spans that are hours late, and from before the first', async () => {
    const hours = 6 * 3_600;
    const data = await received(
      [span(1, 0, 0, 1)],
      [span(2, 1, hours, hours + 1)],
      [span(3, 1, -hours, 1 - hours)],
    );
    expect(await treeIn(data)).toEqual(['span 1', '├─ span 3', '└─ span 2']);
    expect(await summaryIn(data)).toMatchObject({
      startUnixNano: String(NOON - BigInt(hours) * SECOND),
      durationNano: String((2n * BigInt(hours) + 1n) * SECOND),
    });
  });
});

describe('a span with impossible times', () => {
  it('that ends before it starts is kept as it came, and marked', async () => {
    const data = await received([span(1, 0, 0, 5), span(2, 1, 4, 3)]);
    expect(await treeIn(data)).toEqual(['span 1', '└─ span 2 (ends before it starts)']);
    expect((await spansIn(data))[1]).toMatchObject({
      startUnixNano: String(NOON + 4n * SECOND),
      endUnixNano: String(NOON + 3n * SECOND),
    });
  });

  it('that has no start is kept as it came, marked, and no reason to begin the trace in 1970', async () => {
    const data = await received([span(1, 0, 0, 5), { ...span(2, 1, 0, 3), startTimeUnixNano: '0' }]);
    expect(await treeIn(data)).toEqual(['span 1', '└─ span 2 (no start)']);
    expect((await spansIn(data))[1]).toMatchObject({ startUnixNano: '0' });
    expect(await summaryIn(data)).toMatchObject({
      startUnixNano: String(NOON),
      durationNano: String(5n * SECOND),
    });
  });

  it('that has no start, alone in its trace, lasts no time, at no time', async () => {
    const data = await received([{ ...span(1, 0), startTimeUnixNano: '0' }]);
    expect(await treeIn(data)).toEqual(['span 1 (no start)']);
    expect(await summaryIn(data)).toMatchObject({ startUnixNano: '0', durationNano: '0' });
    const { stdout } = await spanline('traces', '--data', data);
    expect(stdout).toMatch(/ at no known time +0 ns /);
    const long = await spanline('traces', '--data', data, '--query', '{ traceDuration > 1h }');
    expect(long.stdout).toBe('No traces.\n');
  });

  it('of a clock that is years off is kept to the nanosecond', async () => {
    const years = 40 * 365 * 86_400;
    const data = await received([
      span(1, 0, 0, 1),
      span(2, 1, years, years + 1),
      span(3, 1, -years, 1 - years),
    ]);
    expect(await treeIn(data)).toEqual(['span 1', '├─ span 3', '└─ span 2']);
    expect((await spansIn(data)).map(({ startUnixNano }) => startUnixNano)).toEqual([
      String(NOON),
      String(NOON - BigInt(years) * SECOND),
      String(NOON + BigInt(years) * SECOND),
    ]);
  });

  it('at the last nanosecond of 64 bits is kept', async () => {
    const last = '18446744073709551615';
    const data = await received([
      { ...span(1, 0), startTimeUnixNano: '18446744073709551614', endTimeUnixNano: last },
    ]);
    expect(await spansIn(data)).toMatchObject([{ startUnixNano: '18446744073709551614', endUnixNano: last }]);
    expect(await summaryIn(data)).toMatchObject({ durationNano: '1' });
    expect((await spanline('traces', '--data', data)).code).toBe(0);
  });
});
