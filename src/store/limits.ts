/** How much is kept, and for how long. */
export interface Limits {
  /** Spans and log records. */
  readonly maxItems: number;
  /** Of the database on disk, without what is pinned. */
  readonly maxBytes: number;
  /** Since the last of a trace arrived. */
  readonly maxAgeMs: number;
  /** A trace that grew within this time is still arriving: it stays while the store is below twice its limits. */
  readonly settleMs: number;
}

const DAY_MS = 86_400_000;

/** A million spans of an ordinary size take some 50 to 100 MB: the size is for those with large attributes. */
export const DEFAULT_LIMITS: Limits = {
  maxItems: 1_000_000,
  maxBytes: 2_000_000_000,
  maxAgeMs: 7 * DAY_MS,
  settleMs: 5_000,
};
