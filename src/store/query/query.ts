import type { TraceRow } from '../traceRow.ts';
import type { ByteScreen } from './byteScreen.ts';

/** What a trace must hold to be found. */
export interface Query {
  /** Whether the chunks of the trace's logs are wanted beside those of its spans. */
  readonly readsLogs: boolean;
  /**
   * Answers from the trace's summary where that decides; undefined where its chunks must be read. Absent where it never
   * decides.
   */
  readonly bySummary?: ((row: TraceRow) => boolean | undefined) | undefined;
  /** What must occur in the chunks of its spans, where the summary has not decided; absent where that may be anything. */
  readonly byBytes?: ByteScreen | undefined;
  readonly byChunks: (row: TraceRow, chunks: readonly Uint8Array[]) => boolean;
}
