import type { SpanKind } from './span.ts';

/**
 * All recent spans that the same place in the code made: what a lens above a function counts. Spans are one
 * operation when service, name, kind, scope, route and recorded code location are equal.
 */
export interface Operation {
  /** Stable while the server runs. */
  readonly id: number;
  readonly service: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly scope: string;
  /** `telemetry.sdk.language`, or ''. */
  readonly language: string;
  /** `http.request.method` and `http.route`, or ''. */
  readonly method: string;
  readonly route: string;
  /** `code.*` of either generation; '' and 0 where absent. */
  readonly codeFile: string;
  readonly codeLine: number;
  readonly codeFunction: string;
  /** All spans seen. */
  readonly count: number;
  readonly errors: number;
  /** Over the most recent spans (256 at most). Decimal strings of ns. */
  readonly p50Nano: string;
  readonly p95Nano: string;
  /** Newest first, 50 at most. */
  readonly traceIds: readonly string[];
}
