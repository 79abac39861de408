/**
 * A trace as columns: one row a span, in tree order (a parent directly before its children, siblings by start), so a
 * view draws any window of rows without walking a tree. Times are absolute nanoseconds and never pass through a double.
 */
export interface TraceColumns {
  readonly traceId: string;
  /** Number of rows; every array below has this length. */
  readonly count: number;
  /** Each text once; the index columns point here. Index 0 is ''. */
  readonly strings: readonly string[];
  readonly spanId: BigUint64Array;
  /** Unix nanoseconds. */
  readonly start: BigUint64Array;
  /** Unix nanoseconds; never before `start` here: a span that ended before it started carries Mark.EndBeforeStart. */
  readonly end: BigUint64Array;
  /** Row of the parent, -1 for a root or an orphan. */
  readonly parent: Int32Array;
  /** 0 for a root. */
  readonly depth: Uint32Array;
  /** First row after the span's whole subtree: subtreeEnd[i] === i + 1 for a leaf. */
  readonly subtreeEnd: Uint32Array;
  /** Indexes into `strings`. */
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  /** The one quiet attribute that tells the span from its siblings (route, table, status code), or ''. */
  readonly hint: Uint32Array;
  /** Wire numbers of span kind and status code. */
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  /** Bits of `Mark`. */
  readonly marks: Uint16Array;
}

/** What is odd about a span, or worth an icon on its row. */
export const Mark = {
  /** Its parent is not in the trace. */
  Orphan: 1,
  /** Its chain of parents leads back to itself; shown as a root. */
  Cycle: 2,
  EndBeforeStart: 4,
  /** Start is zero; shown at its parent's start. */
  NoStart: 8,
  HasEvents: 16,
  HasException: 32,
  HasLinks: 64,
  HasLogs: 128,
  /** The parent is in another process (flags IS_REMOTE). */
  RemoteParent: 256,
} as const;
