import type { SpanTable } from '../otlp/spanTable.ts';
import { RecentSpans } from '../trace/recentSpans.ts';

/** Traces are counted again so long after a repeated span was found, in ms; after a long count later. */
const PAUSE_MS = 250;
const RESTS = 10;

/**
 * Notices spans that an exporter sends again among others (a retry in the same batch is known before), and has their
 * traces counted again.
 */
export class Repeats {
  private readonly recent = new RecentSpans();
  private readonly recount: (traceId: string) => void;
  private readonly traces = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private pause = PAUSE_MS;

  /** `recount` is called once for each trace in which something was repeated. */
  constructor(recount: (traceId: string) => void) {
    this.recount = recount;
  }

  /** For the spans of one trace: whether the span of that row comes for the first time. */
  in(traceId: string, { spanId }: SpanTable): (row: number) => boolean {
    const halves = new Uint32Array(spanId.buffer, spanId.byteOffset, spanId.length * 2);
    const isNew = this.recent.of(traceId);
    return (row) => {
      if (isNew(halves[2 * row]!, halves[2 * row + 1]!)) return true;
      this.traces.add(traceId);
      this.timer ??= setTimeout(() => {
        this.recountAll();
      }, this.pause);
      return false;
    };
  }

  clear(): void {
    this.recent.clear();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private recountAll(): void {
    this.timer = undefined;
    const began = performance.now();
    for (const traceId of this.traces) this.recount(traceId);
    this.traces.clear();
    this.pause = Math.max(PAUSE_MS, RESTS * (performance.now() - began));
  }
}
