import type { TextEdit } from '../languages/edit.ts';

/** The text after the edits, which never overlap and come in order of their start. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at) throw new RangeError(`The edit at ${edit.start} overlaps the one before it.`);
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}
