import { scanSpans } from '../otlp/scanSpans.ts';
import type { History } from '../store/history.ts';
import type { Operation } from '../trace/operation.ts';
import { RecentOperations } from '../trace/recentOperations.ts';
import { Repeats } from './repeats.ts';

/** After a start the operations are counted again over so many of the newest spans. */
const RECALLED_SPANS = 50_000;
/** Spans scanned at once, about. */
const PAGE = 256;
/** Counts for about so long, in ms, and rests then: requests come first. */
const SLICE_MS = 5;
/** It rests for so many times as long as it counted: while spans come in it takes a twentieth of the time. */
const BUSY_REST = 19;
const IDLE_REST = 1;

/**
 * The operations of a store, kept up with it: it follows the stored chunks, each once, in the order of arrival. Under
 * a load that is too heavy for its share of the time it falls behind, and catches up when the load is over; what
 * retention deleted until then is not counted.
 */
export class OperationFeed {
  private readonly operations = new RecentOperations();
  private readonly repeats: Repeats;
  private readonly onUnreadable: (error: unknown) => void;
  private history: History | undefined;
  private seq = 0;
  private behind = true;
  private fresh = false;
  private timer: NodeJS.Timeout | undefined;
  private told = 0;
  /** How long it counted last, in ms. */
  private counted = SLICE_MS;

  /** `onRepeated` hears of traces whose spans came again, at most a few times a second. */
  constructor(onUnreadable: (error: unknown) => void, onRepeated: (traceId: string) => void) {
    this.repeats = new Repeats(onRepeated);
    this.onUnreadable = onUnreadable;
  }

  /** Starts to count. Begins some way back, so that what was stored before a start counts too. */
  follow(history: History): void {
    this.history = history;
    this.seq = history.placeBefore(RECALLED_SPANS);
    this.schedule();
  }

  /** There is something new in the store. */
  wake(): void {
    this.fresh = true;
    this.behind = true;
    this.schedule();
  }

  stop(): void {
    this.repeats.stop();
    clearTimeout(this.timer);
    this.history = undefined;
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
    this.repeats.clear();
  }

  private schedule(): void {
    if (this.history === undefined || this.timer || !this.behind) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.run();
        this.schedule();
      },
      (this.fresh ? BUSY_REST : IDLE_REST) * this.counted,
    );
    this.fresh = false;
  }

  private run(): void {
    const began = performance.now();
    do {
      this.behind = this.countPage(this.history!);
      this.counted = performance.now() - began;
    } while (this.behind && this.counted < SLICE_MS);
  }

  /** False when there is no more. One scan for all: most chunks are a few spans, and a table costs more than those. */
  private countPage(history: History): boolean {
    try {
      const chunks = history.after(this.seq, PAGE);
      if (chunks.length === 0) return false;
      this.seq = chunks.at(-1)!.seq;
      const table = scanSpans(chunks.map(({ bytes }) => bytes));
      let row = 0;
      for (const { traceId, spans } of chunks) {
        this.operations.add(traceId, table, row, (row += spans), this.repeats.in(traceId, table));
      }
      return true;
    } catch (error) {
      this.onUnreadable(error);
      return false;
    }
  }
}
