/** A span that new code starts, in the words of the language: all values are expressions of it. */
export interface SpanStart {
  /** A string literal or an expression. */
  readonly name: string;
  readonly kind?: 'CLIENT' | 'SERVER' | 'PRODUCER' | 'CONSUMER';
  /** Name of an attribute, as the conventions spell it, and its value. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** The context that holds the parent, where it is not the current one. */
  readonly context?: string;
  /** A list of links. */
  readonly links?: string;
  /** Variable for the span; without it the span has none. */
  readonly variable?: string;
}
