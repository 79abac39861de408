/** A place in the code that a span leads to. */
export interface SourceLocation {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** How it was found, in words a person reads in a quick pick: "code.file.path and code.line.number". */
  readonly reason: string;
  /** 0 to 1; above 0.5 where nothing else competes. */
  readonly confidence: number;
}
