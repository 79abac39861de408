import type { TextEdit, TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';

/** An attribute that code gives to a span, an event, a link, a resource or a measurement. */
export interface WrittenAttribute {
  /** By its text, or by the constant of a conventions package. */
  readonly name: string;
  /** The pair of name and value, or the call that sets them. */
  readonly range: TextRange;
  /** The value, where it is a literal text. */
  readonly literal: string | undefined;
  /** The value is an access that can be repeated without changing anything. */
  readonly isRepeatable: boolean;
  /** The value is a path without a query: of a request's or an address's own property. */
  readonly isPath: boolean;
  /** The side that its span stands for, where that is in sight. */
  readonly side: 'client' | 'server' | undefined;
  /** The names that are given to the same thing. */
  readonly beside: ReadonlySet<string>;
}

/** An attribute that takes the place of another. */
export interface NewAttribute {
  readonly name: string;
  /** The value as it was, as text, as a list of one text, its path, its query, or another text. */
  readonly value: 'same' | 'text' | 'texts' | 'path' | 'query' | { readonly literal: string };
}

/** Attributes in the code that writes them. */
export interface WrittenAttributeIdioms {
  readonly all: (file: ParsedFile) => readonly WrittenAttribute[];
  /** Why these cannot take the place of an attribute of `all`; '' where they can. */
  readonly refusal: (attribute: WrittenAttribute, by: readonly NewAttribute[]) => string;
  /** The edits that put others in the place of attributes of `all`, with imports that nothing else needs taken out. */
  readonly replace: (
    file: ParsedFile,
    changes: ReadonlyMap<WrittenAttribute, readonly NewAttribute[]>,
  ) => TextEdit[];
}
