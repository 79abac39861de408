import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt, Refusal } from './attempt.ts';

/**
 * What the code shows of the contexts that a span could link to:
 * - `loop`: its parent is a variable that each turn of a loop above it gives an extracted context, so that the last one
 *   of many is its parent;
 * - `list`: its parent is one element of a list of extracted contexts, or that list is not used by anything;
 * - `links`: a list of links that is not used by anything;
 * - `stored`: its parent is extracted from a carrier that was parsed from JSON: kept somewhere, for later;
 * - `batch`: its parent is extracted in a loop that runs inside another span, whose trace it would leave;
 * - `one`: its parent is extracted, and nothing shows that it is wrong.
 */
export type LinkOrigin = 'loop' | 'list' | 'links' | 'stored' | 'batch' | 'one';

/** The start of a span, with the contexts that are there for it. */
export interface LinkSite {
  /** The call. */
  readonly range: TextRange;
  readonly hasLinks: boolean;
  readonly origin?: LinkOrigin;
  /** The variable or expression that holds the context, the contexts or the links. */
  readonly source: string;
  /** Links to it, in the place of a parent. */
  readonly link: Attempt;
}

/** Links of spans. */
export interface SpanLinkIdioms {
  /** The span that is started at the selection; nothing where none is. */
  readonly startAt: (file: ParsedFile, selection: TextRange) => LinkSite | Refusal | undefined;
}
