import type { TextEdit, TextRange } from './edit.ts';
import type { ParsedFile } from './parsed.ts';

/** A function as an assist sees it. */
export interface FunctionTarget {
  /** What people call it: `Cart.total`; '' for an anonymous one. */
  readonly name: string;
  /** Header and body, decorators included. */
  readonly range: TextRange;
  /** Why no span can go around it, in one sentence; '' where one can. */
  readonly refusal: string;
}

/** How a language says what the assists want to say. */
export interface Idioms {
  /** Edits that put the whole function in a span, imports and tracer included. */
  readonly spanAroundFunction: (file: ParsedFile, target: FunctionTarget) => TextEdit[];
}
