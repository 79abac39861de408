/** Text from a trace, safe for a terminal: what would move the cursor, change colours or turn the line around is gone. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** How many cells a terminal gives the text: East Asian wide letters and emoji take two, marks none. */
export function cells(text: string): number {
  let width = 0;
  for (const letter of text) width += cellsOf(letter);
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cells(text))) + text;
}

/** The text, or its beginning and an ellipsis when it is wider. */
export function cut(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let kept = '';
  for (const letter of text) {
    if (cells(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** Rows in aligned columns, two spaces apart; the columns of `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cells(cell))));
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (right.includes(i) ? padStart : padEnd)(cell, widths[i]!))
      .join('  ')
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}

function cellsOf(letter: string): number {
  const code = letter.codePointAt(0)!;
  // Latin, and the lines and blocks that a waterfall is drawn with: nearly everything.
  if (code < 0x300 || (code >= 0x2500 && code < 0x2600)) return 1;
  if (WIDE.test(letter)) return 2;
  return MARK.test(letter) ? 0 : 1;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const MARK = /\p{Mn}|\u200d/u;
