import type { TextEdit, TextRange } from './edit.ts';
import { perText } from './perText.ts';

/** The line ending that most lines of the text have. */
export const lineEnding = perText((text): '\n' | '\r\n' => {
  if (!text.includes('\r\n')) return '\n';
  const lines = text.split('\n').length - 1;
  const carriageReturns = text.split('\r\n').length - 1;
  return carriageReturns * 2 > lines ? '\r\n' : '\n';
});

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line's end, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** The white space that the line around `offset` starts with. */
export function indentationOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), lineEnd(text, offset)))![0];
}

/**
 * One step of indentation: what an inner line has more than its outer line, where it has; else the most common
 * first step in the text; else `fallback`.
 */
export function indentationUnit(text: string, fallback: string, outer?: string, inner?: string): string {
  if (outer !== undefined && inner?.startsWith(outer) && inner.length > outer.length) {
    return inner.slice(outer.length);
  }
  return commonStep(text) ?? fallback;
}

const commonStep = perText((text): string | undefined => {
  const steps = new Map<string, number>();
  // A block is opened by `{`, `(`, `[` or `:` and the next line is one step deeper.
  for (const [, before, after] of text.matchAll(/^([ \t]*)\S.*[{([:]\r?\n([ \t]+)(?=\S)/gm)) {
    if (!after?.startsWith(before ?? '') || after === before) continue;
    const step = after.slice(before?.length);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return [...steps].sort((a, b) => b[1] - a[1])[0]?.[0];
});

/** A line of new code, in which a leading tab stands for a step of indentation. */
export function stepped(line: string, unit: string): string {
  return line.replace(/^\t+/, (tabs) => unit.repeat(tabs.length));
}

/**
 * Insertions that move the lines that start within the range to the right. Lines that start inside one of
 * `verbatim` stay as they are: there the white space is content, as in a string over several lines.
 */
export function indented(
  text: string,
  range: TextRange,
  by: string,
  verbatim: readonly TextRange[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = lineStart(text, range.start);
  if (at < range.start) at = nextLine(text, at);
  for (; at < range.end; at = nextLine(text, at)) {
    const blank = lineEnd(text, at) === at + indentationOf(text, at).length;
    if (!blank && !verbatim.some((inside) => inside.start < at && at < inside.end)) {
      edits.push({ start: at, end: at, text: by });
    }
  }
  return edits;
}

function nextLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? Number.POSITIVE_INFINITY : feed + 1;
}

/**
 * `lines` as the first thing after a file's header, which ends at `from`: set apart by an empty line from it, and by
 * `below` empty lines from what follows.
 */
export function insertAtTop(text: string, from: number, lines: string, eol: string, below = 1): TextEdit {
  const blank = /^\s*/.exec(text.slice(from))![0];
  const next = from + blank.lastIndexOf('\n') + 1;
  const feeds = text.slice(from, next).split('\n').length - 1;
  // Of the empty lines that are there, one stays above.
  const kept = from === 0 ? 0 : Math.min(feeds, 2);
  let start = from;
  for (let n = 0; n < kept; n++) start = text.indexOf('\n', start) + 1;
  const above = from === 0 ? '' : eol.repeat(2 - kept);
  const empty = next < text.length ? Math.max(0, below - (feeds - kept)) : 0;
  return { start, end: start, text: above + lines + eol + eol.repeat(empty) };
}
