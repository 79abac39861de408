import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Preferences } from '../preferences.ts';
import type { Attempt } from './attempt.ts';

/** A function as an assist sees it. */
export interface FunctionTarget {
  /** With enclosing classes and functions: `Cart.total`; constant, so that it can name a span. */
  readonly name: string;
  /** Header and body, decorators included. */
  readonly range: TextRange;
  readonly node: Node;
}

/** Spans around code. */
export interface SpanIdioms {
  /** The whole function in a span of its name, the import and the tracer included where they are missing. */
  readonly aroundFunction: (file: ParsedFile, target: FunctionTarget, preferences: Preferences) => Attempt;
}
