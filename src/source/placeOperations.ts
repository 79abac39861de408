/** The live figures of one function. */
export interface FunctionFigures {
  /** What people call it: `Cart.total`; '' for an anonymous one. */
  readonly name: string;
  /** Line and column of the name, from 1. */
  readonly line: number;
  readonly column: number;
  /** First line, decorators included, and last line. */
  readonly headLine: number;
  readonly endLine: number;
  readonly count: number;
  readonly errors: number;
  /** Decimal strings of ns. */
  readonly p50Nano: string;
  readonly p95Nano: string;
  /** Newest first, 50 at most. */
  readonly traceIds: readonly string[];
}
