import type { SpanTable } from '../otlp/spanTable.ts';
import type { Operation } from './operation.ts';
import { SPAN_KINDS } from './span.ts';

const RECENT_DURATIONS = 256;
const RECENT_TRACES = 50;
const DEFAULT_LIMIT = 4_096;
/** What separates the parts of a key: no name holds it that is not hostile, and then two operations become one. */
const SEPARATOR = '\0';
const ERROR = 2;

interface Entry {
  readonly identity: Omit<Operation, 'count' | 'errors' | 'p50Nano' | 'p95Nano' | 'traceIds'>;
  count: number;
  errors: number;
  /** A ring: the most recent durations in ns. */
  readonly durations: BigUint64Array;
  measured: number;
  /** Oldest first. */
  readonly traceIds: string[];
  /** The revision at which it last changed. */
  changed: number;
}

/**
 * The operations seen lately, with what a lens shows of each. Bounded: beyond `limit` operations the eighth that was
 * not seen for longest is forgotten, so span names made of ids cost memory only for a while.
 */
export class RecentOperations {
  private readonly entries = new Map<string, Entry>();
  private readonly limit: number;
  private lastId = 0;

  /** Grows with every change; `changedSince` takes it. */
  revision = 0;

  constructor(limit = DEFAULT_LIMIT) {
    this.limit = limit;
  }

  /** Counts the spans of one trace: those rows of the table that are new. */
  add(traceId: string, spans: SpanTable, from = 0, to = spans.count, isNew = (_row: number) => true): void {
    this.revision++;
    for (let row = from; row < to; row++) if (isNew(row)) this.addSpan(traceId, spans, row);
  }

  /** Every operation that changed after that revision; all for 0. */
  changedSince(revision: number): Operation[] {
    const changed: Operation[] = [];
    for (const entry of this.entries.values()) if (entry.changed > revision) changed.push(operationOf(entry));
    return changed;
  }

  clear(): void {
    this.revision++;
    this.entries.clear();
  }

  private addSpan(traceId: string, spans: SpanTable, row: number): void {
    const key = keyOf(spans, row);
    let entry = this.entries.get(key);
    if (!entry) {
      if (this.entries.size >= this.limit) this.forgetOldest();
      this.entries.set(key, (entry = newEntry(++this.lastId, spans, row)));
    }
    entry.changed = this.revision;
    entry.count++;
    if (spans.status[row] === ERROR) entry.errors++;
    measure(entry, spans.start[row]!, spans.end[row]!);
    remember(entry.traceIds, traceId);
  }

  private forgetOldest(): void {
    const byAge = [...this.entries].sort(([, a], [, b]) => a.changed - b.changed);
    for (const [key] of byAge.slice(0, Math.ceil(this.limit / 8))) this.entries.delete(key);
  }
}

function keyOf(spans: SpanTable, row: number): string {
  const text = (column: Uint32Array): string => spans.strings[column[row]!]! + SEPARATOR;
  return (
    text(spans.service) +
    text(spans.name) +
    text(spans.scope) +
    text(spans.method) +
    text(spans.route) +
    text(spans.codeFile) +
    text(spans.codeFunction) +
    `${spans.codeLine[row]!}${SEPARATOR}${spans.kind[row]!}`
  );
}

function newEntry(id: number, spans: SpanTable, row: number): Entry {
  const text = (column: Uint32Array): string => spans.strings[column[row]!]!;
  return {
    identity: {
      id,
      service: text(spans.service),
      name: text(spans.name),
      kind: SPAN_KINDS[spans.kind[row]!] ?? 'UNSPECIFIED',
      scope: text(spans.scope),
      language: text(spans.language),
      method: text(spans.method),
      route: text(spans.route),
      codeFile: text(spans.codeFile),
      codeLine: spans.codeLine[row]!,
      codeFunction: text(spans.codeFunction),
    },
    count: 0,
    errors: 0,
    durations: new BigUint64Array(RECENT_DURATIONS),
    measured: 0,
    traceIds: [],
    changed: 0,
  };
}

/** A span without a start, or that ends before it, has no duration to count. */
function measure(entry: Entry, start: bigint, end: bigint): void {
  if (start === 0n || end < start) return;
  entry.durations[entry.measured++ % RECENT_DURATIONS] = end - start;
}

function remember(traceIds: string[], traceId: string): void {
  if (traceIds.at(-1) === traceId) return;
  const known = traceIds.lastIndexOf(traceId);
  if (known >= 0) traceIds.splice(known, 1);
  if (traceIds.push(traceId) > RECENT_TRACES) traceIds.shift();
}

function operationOf(entry: Entry): Operation {
  const sorted = entry.durations.slice(0, entry.measured).sort();
  return {
    ...entry.identity,
    count: entry.count,
    errors: entry.errors,
    p50Nano: percentile(sorted, 0.5),
    p95Nano: percentile(sorted, 0.95),
    traceIds: entry.traceIds.toReversed(),
  };
}

/** By nearest rank: a duration that did occur. '0' of none. */
function percentile(sorted: BigUint64Array, share: number): string {
  return String(sorted[Math.ceil(sorted.length * share) - 1] ?? 0n);
}
