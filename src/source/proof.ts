import type { KeyValue } from '../otlp/value.ts';
import { ATTR_HOST_NAME, ATTR_PROCESS_PID, ATTR_SERVICE_INSTANCE_ID } from '../semconv/names.ts';
import type { TraceColumns } from '../trace/columns.ts';
import { hexId } from '../trace/hexId.ts';
import { SPAN_KINDS, type SpanDetail } from '../trace/span.ts';
import type { TraceSummary } from '../trace/summary.ts';
import type { ExpectedSpan, Expectation } from './expectation.ts';

/** Where a proof finds what has happened. */
export interface Evidence {
  /** The expected span in the text as it is now; null where the edit has been undone. */
  readonly expected: (expectation: Expectation) => Promise<ExpectedSpan | null>;
  readonly newest: () => Promise<readonly TraceSummary[]>;
  readonly trace: (traceId: string) => Promise<TraceColumns | null>;
  readonly span: (traceId: string, spanId: string) => Promise<SpanDetail | null>;
}

/** What is known of a span that is expected. */
export type ProofState =
  | {
      readonly kind: 'waiting';
      /** Services that have sent since, from a process that started before the edit. */
      readonly stale: readonly string[];
      /** Other services that have sent since. */
      readonly others: readonly string[];
    }
  | {
      readonly kind: 'seen';
      readonly traceId: string;
      readonly spanId: string;
      readonly service: string;
      /** The request or message that it belongs to, or the root of its trace; '' where it is that itself, or while none has come. */
      readonly under: string;
      readonly durationNano: bigint;
    }
  | {
      readonly kind: 'missed';
      /** The services that ran, and their traces: so many did not have it. */
      readonly services: readonly string[];
      readonly traceIds: readonly string[];
    };

type Seen = Extract<ProofState, { kind: 'seen' }>;

/** So long after the first trace of a run the others have arrived. */
const RUN_MS = 10_000;
/** Traces of an operation that are looked at for the span. */
const LOOKED_AT = 3;
/** Traces of runs without the span that are remembered. */
const MISSES = 50;
/** Traces that are kept until it is known whether they are runs of the code. */
const UNCLAIMED = 200;
/** Traces whose process is asked for at once: a burst is of the same few processes. */
const ASKED = 3;

const ENTRIES: readonly number[] = [SPAN_KINDS.indexOf('SERVER'), SPAN_KINDS.indexOf('CONSUMER')];

/**
 * Waits for the span that an edit has put into a function: in traces that began after the edit, of the operations that
 * lead to its place. A run of the service without it is a miss, but not one of a process that was there before the
 * edit, as far as processes tell who they are. A miss is not final: the span may still come.
 */
export class Proof {
  readonly expectation: Expectation;
  private readonly evidence: Evidence;
  /** Unix time in ns; what began earlier is of the time before the edit. */
  private readonly since: bigint;
  /** Processes that ran before the edit. */
  private readonly before = new Set<string>();
  /** Traces that have come or grown and are of no run yet: where the code runs may be learnt later. */
  private readonly arrived = new Map<string, TraceSummary>();
  private readonly counted = new Map<number, number>();
  private readonly stale = new Set<string>();
  private readonly ran = new Set<string>();
  private readonly misses: string[] = [];
  private ranAt: number | undefined;
  private seen: Seen | undefined;
  private overdue = false;
  /** The trace that it was seen in. */
  private grown = false;
  /** The place made such spans before: those of the processes from then are no proof. */
  private existed = false;

  /** The span in the text as it was at the last look; null where the edit has been undone. */
  span: ExpectedSpan | null = null;

  constructor(expectation: Expectation, evidence: Evidence, sinceUnixNano: bigint) {
    this.expectation = expectation;
    this.evidence = evidence;
    this.since = sinceUnixNano;
  }

  /** A run has begun and has not had its time yet. */
  get isRunning(): boolean {
    return this.ranAt !== undefined && !this.overdue && !this.seen && this.span !== null;
  }

  get state(): ProofState {
    if (this.seen) return this.seen;
    if (this.overdue) return { kind: 'missed', services: [...this.ran].sort(), traceIds: [...this.misses] };
    const others = new Set([...this.arrived.values()].flatMap(({ services }) => services));
    return { kind: 'waiting', stale: [...this.stale].sort(), others: [...others].sort() };
  }

  /** Looks at the text alone. */
  async locate(): Promise<void> {
    this.span = await this.evidence.expected(this.expectation);
  }

  /** Learns what runs already; to be asked at once after the edit, when the span has been located. */
  async begin(): Promise<void> {
    this.existed = (this.span?.operations.length ?? 0) > 0;
    for (const service of this.span?.services ?? []) {
      const last = (await this.evidence.newest()).find(({ services }) => services.includes(service));
      const process = last && (await this.processOf(last.traceId, service));
      if (process) this.before.add(process);
    }
  }

  /** These traces have come or grown. */
  add(traces: readonly TraceSummary[]): void {
    const known = this.seen?.traceId;
    if (known !== undefined) {
      this.grown ||= traces.some(({ traceId }) => traceId === known);
      return;
    }
    for (const trace of traces) {
      if (BigInt(trace.startUnixNano) >= this.since) this.arrived.set(trace.traceId, trace);
    }
    for (const traceId of this.arrived.keys()) {
      if (this.arrived.size <= UNCLAIMED) break;
      this.arrived.delete(traceId);
    }
  }

  /** Looks again, at the text and at what has come; `now` in ms. */
  async look(now: number): Promise<void> {
    await this.locate();
    if (!this.span) return;
    if (this.seen) {
      // Parents end after their children, so that they often come later.
      const { traceId, service } = this.seen;
      if (this.grown) this.seen = (await this.seenIn(traceId, this.span.pattern, service)) ?? this.seen;
      this.grown = false;
      return;
    }
    this.seen = await this.find(this.span);
    if (this.seen) return;
    await this.countRuns(this.span, now);
    this.overdue = this.ranAt !== undefined && now - this.ranAt >= RUN_MS;
  }

  private async find({ operations, pattern }: ExpectedSpan): Promise<Seen | undefined> {
    for (const { id, count, service, traceIds } of operations) {
      if (this.counted.get(id) === count) continue;
      this.counted.set(id, count);
      for (const traceId of traceIds.slice(0, LOOKED_AT)) {
        const seen = await this.seenIn(traceId, pattern, service);
        if (!seen) continue;
        if (this.existed && this.before.has(await this.processOf(traceId, service))) continue;
        return seen;
      }
    }
    return undefined;
  }

  private async seenIn(traceId: string, pattern: string, service: string): Promise<Seen | undefined> {
    const trace = await this.evidence.trace(traceId);
    if (!trace) return undefined;
    const called = new RegExp(`^(?:${pattern})$`, 's');
    const row = rowWhere(trace, (at) => {
      const isOwn = trace.strings[trace.service[at]!] === service;
      return isOwn && trace.start[at]! >= this.since && called.test(trace.strings[trace.name[at]!]!);
    });
    if (row < 0) return undefined;
    return {
      kind: 'seen',
      traceId,
      spanId: hexId(trace.spanId[row]!),
      service,
      under: entryAbove(trace, row),
      durationNano: trace.end[row]! - trace.start[row]!,
    };
  }

  private async countRuns({ services }: ExpectedSpan, now: number): Promise<void> {
    const own = (trace: TraceSummary) => trace.services.find((service) => services.includes(service));
    const arrived = [...this.arrived.values()].filter((trace) => own(trace) !== undefined);
    for (const [i, trace] of arrived.entries()) {
      this.arrived.delete(trace.traceId);
      const service = own(trace)!;
      const process = i < ASKED ? await this.processOf(trace.traceId, service) : undefined;
      if (process !== undefined && this.before.has(process)) this.stale.add(service);
      else if (i < ASKED || this.ran.has(service)) this.ranWithout(service, trace.traceId, now);
    }
  }

  private ranWithout(service: string, traceId: string, now: number): void {
    this.ranAt ??= now;
    this.ran.add(service);
    this.stale.delete(service);
    if (!this.misses.includes(traceId)) this.misses.unshift(traceId);
    this.misses.splice(MISSES);
  }

  /** Which process of the service took part in a trace: '' where its resource does not tell. */
  private async processOf(traceId: string, service: string): Promise<string> {
    const trace = await this.evidence.trace(traceId);
    const row = trace ? rowWhere(trace, (at) => trace.strings[trace.service[at]!] === service) : -1;
    if (!trace || row < 0) return '';
    const spanId = hexId(trace.spanId[row]!);
    const detail = await this.evidence.span(traceId, spanId);
    return detail ? processIn(detail.span.resource) : '';
  }
}

function processIn(resource: readonly KeyValue[]): string {
  const text = (key: string): string => {
    const value = resource.find((one) => one.key === key)?.value;
    return value && 'stringValue' in value
      ? value.stringValue
      : value && 'intValue' in value
        ? value.intValue
        : '';
  };
  const pid = text(ATTR_PROCESS_PID);
  return text(ATTR_SERVICE_INSTANCE_ID) || (pid && `${text(ATTR_HOST_NAME)} ${pid}`);
}

/** The last row that fits, which began last of its siblings; -1 for none. */
function rowWhere({ count }: TraceColumns, fits: (row: number) => boolean): number {
  for (let row = count - 1; row >= 0; row--) if (fits(row)) return row;
  return -1;
}

function entryAbove({ parent, kind, name, strings }: TraceColumns, row: number): string {
  let top = '';
  for (let at = parent[row]!; at >= 0; at = parent[at]!) {
    top = strings[name[at]!]!;
    if (ENTRIES.includes(kind[at]!)) break;
  }
  return top;
}
