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
  /** 0 to 1; above 0.5 where nothing else competes. The scale is `Confidence`. */
  readonly confidence: number;
}

/**
 * How sure a resolver is when one place only fits. Where several places fit equally well each of them gets at most
 * `Ambiguous`, and a place in the same function as a better one does not compete with it.
 */
export const Confidence = {
  /** The program itself named the file, and the file is here. */
  Recorded: 0.98,
  /** A frame of the stack on which the span was started. */
  Frame: 0.95,
  /** The route's registration, method and full template alike. */
  Route: 0.9,
  /** The end of the template is registered, and the file mounted under the rest of it. */
  RouteMounted: 0.89,
  /** The one call that creates a span of this name. */
  SpanName: 0.88,
  /** The one call whose name has variables in it and may come out as this one. */
  SpanPattern: 0.75,
  /** Where an exception was raised: inside the span, but often in another function than the one that made it. */
  Raised: 0.7,
  /** The end of a route's template: the rest may come from where its router is mounted. */
  RouteSuffix: 0.65,
  /** A function of that name. */
  FunctionName: 0.6,
  Ambiguous: 0.45,
  /** Not its own place: that of the nearest ancestor that has one. */
  Ancestor: 0.3,
} as const;
