import type { TraceSummary } from './summary.ts';

/** What has become of the traces since the last time. */
export interface TracesChange {
  /** New or grown, newest first. */
  readonly traces: readonly TraceSummary[];
  /** All that came before is gone. */
  readonly cleared?: true;
  /** Ids of traces that had to make room. */
  readonly dropped?: readonly string[];
  /** So many were dropped that a list is to be asked for anew. */
  readonly stale?: true;
}
