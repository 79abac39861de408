import type { TraceSummary } from '../trace/summary.ts';
import type { TracesChange } from '../trace/tracesChange.ts';

const INTERVAL_MS = 200;
const MAX_TRACES = 200;
/** Of more dropped traces than this no list can be told one by one. */
const MAX_DROPPED = 500;

/** Gathers traces that have changed or were dropped, and tells of them at most five times a second: of each once, as it is then. */
export class TraceFeed {
  private readonly tell: (change: TracesChange) => void;
  private readonly changed = new Map<string, TraceSummary>();
  private readonly dropped = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private lastTold = 0;

  constructor(tell: (change: TracesChange) => void) {
    this.tell = tell;
  }

  add(traces: readonly TraceSummary[]): void {
    for (const trace of traces) {
      this.changed.set(trace.traceId, trace);
      this.dropped.delete(trace.traceId);
    }
    this.schedule();
  }

  drop(traceIds: readonly string[]): void {
    for (const traceId of traceIds) {
      this.changed.delete(traceId);
      // One more than can be told stands for all the others.
      if (this.dropped.size <= MAX_DROPPED) this.dropped.add(traceId);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.changed.size === 0 && this.dropped.size === 0) return;
    this.timer ??= setTimeout(
      () => {
        this.flush();
      },
      Math.max(0, this.lastTold + INTERVAL_MS - performance.now()),
    );
  }

  /** Forgets what it has not told yet. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed.clear();
    this.dropped.clear();
  }

  private flush(): void {
    const traces = [...this.changed.values()].sort(byStart).slice(0, MAX_TRACES);
    const dropped = [...this.dropped];
    this.stop();
    this.lastTold = performance.now();
    if (dropped.length > MAX_DROPPED) this.tell({ traces, stale: true });
    else this.tell({ traces, ...(dropped.length > 0 && { dropped }) });
  }
}

/** Latest first. Decimal strings: the longer one is the larger. */
function byStart({ startUnixNano: a }: TraceSummary, { startUnixNano: b }: TraceSummary): number {
  return b.length - a.length || (a < b ? 1 : a > b ? -1 : 0);
}
