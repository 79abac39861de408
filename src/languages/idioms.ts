import type { Node } from 'web-tree-sitter';
import type { TextEdit, TextRange } from './edit.ts';
import type { ParsedFile } from './parsed.ts';

/** A function as an assist sees it. */
export interface FunctionTarget {
  /** With enclosing classes and functions: `Cart.total`; constant, so that it can name a span. */
  readonly name: string;
  /** Header and body, decorators included. */
  readonly range: TextRange;
  readonly node: Node;
}

/** How a language says what the assists want to say. */
export interface Idioms {
  /**
   * Edits that put the whole function in a span of its name, the import and the tracer included where they are
   * missing; or why that cannot be done, in one sentence.
   */
  readonly spanAroundFunction: (
    file: ParsedFile,
    target: FunctionTarget,
  ) => (() => TextEdit[]) | { readonly refusal: string };
}
