import type { TraceRow } from '../traceRow.ts';

/** What a trace must hold to be found. */
export interface Query {
  /** Whether the chunks of the trace's logs are wanted beside those of its spans. */
  readonly readsLogs: boolean;
  /** Answers from the trace's summary where that decides; undefined where its chunks must be read. */
  readonly bySummary: (row: TraceRow) => boolean | undefined;
  readonly byChunks: (row: TraceRow, chunks: readonly Uint8Array[]) => boolean;
}
