/** Spans as columns in the order of arrival, with what tree building, statistics and source linking read of each. */
export interface SpanTable {
  readonly count: number;
  /** Each text once; the index columns point here. Index 0 is ''. */
  readonly strings: readonly string[];
  readonly spanId: BigUint64Array;
  /** 0n for a root. */
  readonly parentSpanId: BigUint64Array;
  /** Unix ns as received. */
  readonly start: BigUint64Array;
  readonly end: BigUint64Array;
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly scope: Uint32Array;
  /** telemetry.sdk.language of the resource. */
  readonly language: Uint32Array;
  /** The one quiet attribute that tells the span from its siblings: status code of HTTP, table, queue, route. */
  readonly hint: Uint32Array;
  readonly method: Uint32Array;
  readonly route: Uint32Array;
  /** code.* of either generation; the line is 0 where absent. */
  readonly codeFile: Uint32Array;
  readonly codeFunction: Uint32Array;
  readonly codeLine: Uint32Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  /** Span.flags as received. */
  readonly flags: Uint32Array;
  /** Bits of `Has`. */
  readonly has: Uint8Array;
}

export const Has = { Events: 1, Exception: 2, Links: 4 } as const;
