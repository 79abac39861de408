import { setImmediate as nextTurn } from 'node:timers/promises';
import { scanSpans } from '../otlp/scanSpans.ts';
import type { Committed, TraceStore } from '../store/store.ts';
import type { Operation } from '../trace/operation.ts';
import { RecentOperations } from '../trace/recentOperations.ts';

/** After a start the operations are counted again over so many of the newest spans. */
const RECALLED_SPANS = 50_000;
/** Chunks counted before others have their turn. */
const SLICE = 50;

interface Counted {
  readonly traceId: string;
  readonly spans: number;
  readonly bytes: Uint8Array;
}

/**
 * The operations of a store, kept up with it. After a start they follow the stored chunks in the background, from some
 * way back to the newest, and then what is committed: each chunk once, in the order of arrival.
 */
export class OperationFeed {
  private readonly operations = new RecentOperations();
  private readonly onUnreadable: (error: unknown) => void;
  private caughtUp = false;
  private told = 0;

  constructor(onUnreadable: (error: unknown) => void) {
    this.onUnreadable = onUnreadable;
  }

  /** Counts what was stored before. */
  async catchUp({ history }: TraceStore, stopped: () => boolean): Promise<void> {
    let seq = history.placeBefore(RECALLED_SPANS);
    for (;;) {
      const chunks = history.after(seq, SLICE);
      if (chunks.length === 0) break;
      this.count(chunks);
      seq = chunks.at(-1)!.seq;
      await nextTurn();
      if (stopped()) return;
    }
    this.caughtUp = true;
  }

  /** Counts what is new. What comes before `catchUp` is through is found there. */
  committed({ spanChunks }: Committed): void {
    if (this.caughtUp) this.count(spanChunks);
  }

  all(): Operation[] {
    return this.operations.changedSince(0);
  }

  /** What has changed since this was asked last. */
  news(): Operation[] {
    const news = this.operations.changedSince(this.told);
    this.told = this.operations.revision;
    return news;
  }

  clear(): void {
    this.operations.clear();
  }

  /** One scan for all: most chunks are a few spans, and a table costs more than those. */
  private count(chunks: readonly Counted[]): void {
    try {
      const table = scanSpans(chunks.map(({ bytes }) => bytes));
      let row = 0;
      for (const { traceId, spans } of chunks) this.operations.add(traceId, table, row, (row += spans));
    } catch (error) {
      this.onUnreadable(error);
    }
  }
}
