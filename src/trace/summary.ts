/** What a list shows of a trace, and what `spanline traces --json` prints. 64-bit times are decimal strings. */
export interface TraceSummary {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Name of the root span; while the root has not arrived, of the earliest span known. */
  readonly rootName: string;
  readonly rootService: string;
  /** Every service that took part, sorted. */
  readonly services: readonly string[];
  readonly startUnixNano: string;
  readonly durationNano: string;
  readonly spans: number;
  /** Spans whose status is ERROR. */
  readonly errors: number;
  /** The user keeps it, whatever the limits are. */
  readonly pinned?: true;
}
