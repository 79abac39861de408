import type { TraceSummary } from '../trace/summary.ts';

const INTERVAL_MS = 200;
const MAX_TRACES = 200;

/** Gathers traces that have changed, and tells of them at most five times a second: of each once, as it is then. */
export class TraceFeed {
  private readonly tell: (newestFirst: TraceSummary[]) => void;
  private readonly changed = new Map<string, TraceSummary>();
  private timer: NodeJS.Timeout | undefined;
  private lastTold = 0;

  constructor(tell: (newestFirst: TraceSummary[]) => void) {
    this.tell = tell;
  }

  add(traces: readonly TraceSummary[]): void {
    for (const trace of traces) this.changed.set(trace.traceId, trace);
    if (this.changed.size === 0) return;
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
  }

  private flush(): void {
    const traces = [...this.changed.values()].sort(byStart).slice(0, MAX_TRACES);
    this.stop();
    this.lastTold = performance.now();
    this.tell(traces);
  }
}

/** Latest first. Decimal strings: the longer one is the larger. */
function byStart({ startUnixNano: a }: TraceSummary, { startUnixNano: b }: TraceSummary): number {
  return b.length - a.length || (a < b ? 1 : a > b ? -1 : 0);
}
