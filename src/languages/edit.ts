/** Half-open range of UTF-16 offsets in a document. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces its range with `text`. Edits of one document never overlap and come in order of their start. */
export interface TextEdit extends TextRange {
  readonly text: string;
}
