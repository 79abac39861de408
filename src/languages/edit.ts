/** Half-open range of UTF-16 offsets in a document. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces its range with `text`. Edits of one document never overlap and come in order of their start. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/** The edits of one file. Their offsets do not count a byte order mark. */
export interface FileEdit {
  /** Absolute path. */
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet; the edits make its text from ''. */
  readonly create?: true;
}

/** Edits of several makers in the order of their start; what meets at one place becomes one edit, the earlier first. */
export function combined(all: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of all.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const before = merged.at(-1);
    if (before && before.end === edit.start && (before.start === before.end || edit.start === edit.end)) {
      merged[merged.length - 1] = { start: before.start, end: edit.end, text: before.text + edit.text };
    } else merged.push(edit);
  }
  return merged;
}

/** A part of the text after the edits in it. */
export function textWith(text: string, range: TextRange, edits: readonly TextEdit[]): string {
  let at = range.start;
  const parts = combined(edits).map((edit) => {
    const part = text.slice(at, edit.start) + edit.text;
    at = edit.end;
    return part;
  });
  return parts.join('') + text.slice(at, range.end);
}

/** Edits in code that moves to the right: the lines that they add move with it. */
export function moved(edits: readonly TextEdit[], by: string): TextEdit[] {
  return edits.map((edit) => ({ ...edit, text: edit.text.replace(/\n(?=[^\r\n])/g, `\n${by}`) }));
}
