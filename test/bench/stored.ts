import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { traceColumns } from '../../src/server/answers.ts';
import { openReader } from '../../src/store/reader.ts';
import { packTrace } from '../../src/trace/pack.ts';
import { orderOf } from './batch.ts';

const REPEATS = 5;

/** Milliseconds; the first time in a process, and the median of five times. */
export interface Took {
  readonly first: number;
  readonly median: number;
}

export interface Queries {
  readonly newest: Took;
  readonly search: Took;
  readonly columns: Took;
}

/** Asks what a window asks, of what is stored in the folder, beside the server. */
export async function measureQueries(data: string, wholeTrace: string, spans: number): Promise<Queries> {
  const reader = openReader(data);
  try {
    const columns = await took(() => {
      const trace = traceColumns(reader, wholeTrace);
      if (trace?.count !== spans) throw new Error(`The trace has ${trace?.count ?? 0} spans, not ${spans}.`);
      packTrace(trace);
    });
    const newest = await took(async () => expectFound(await reader.newest(100), 100));
    const query = `{ span.app.customer = "${orderOf(0)}" }`;
    const search = await took(async () => expectFound(await reader.newest(100, query), 1));
    return { newest, search, columns };
  } finally {
    reader.close();
  }
}

/** Spans that the database holds, counted in its chunks and in its traces. */
export function countStored(data: string): { chunks: number; traces: number } {
  const database = new DatabaseSync(path.join(data, 'traces.db'), { readOnly: true });
  try {
    const sum = (query: string): number => database.prepare(query).get()!['spans'] as number;
    return {
      chunks: sum('SELECT sum(items) AS spans FROM chunk'),
      traces: sum('SELECT sum(spans) AS spans FROM trace'),
    };
  } finally {
    database.close();
  }
}

function expectFound(found: readonly unknown[], expected: number): void {
  if (found.length !== expected) throw new Error(`A query found ${found.length} traces, not ${expected}.`);
}

async function took(work: () => unknown): Promise<Took> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return { first: times[0]!, median: times.toSorted((a, b) => a - b)[REPEATS >> 1]! };
}
