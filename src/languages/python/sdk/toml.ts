/** A key of a TOML text and where its value is. */
export interface TomlKey {
  /** `project`, `tool.poetry.dependencies`; '' at the top. */
  readonly table: string;
  readonly name: string;
  readonly valueStart: number;
  readonly end: number;
}

export interface Toml {
  readonly keys: readonly TomlKey[];
  /** Offset behind the last line of each table that has something in it, its header included. */
  readonly tableEnds: ReadonlyMap<string, number>;
}

/** Where the keys of a TOML text are; the number of the first line that cannot be read where it is none. */
export function scanToml(text: string): Toml | { readonly brokenLine: number } {
  const keys: TomlKey[] = [];
  const tableEnds = new Map<string, number>();
  let table = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const empty = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(rest);
    const header = /^[ \t]*\[{1,2}[ \t]*([^[\]\n]+?)[ \t]*\]{1,2}[ \t]*(?:#[^\n]*)?(?=\r?\n|$)/.exec(rest);
    const key =
      /^[ \t]*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)[ \t]*=[ \t]*/.exec(
        rest,
      );
    if (empty?.[0]) at += empty[0].length;
    else if (header) {
      table = header[1]!.replace(/["']/g, '');
      at += header[0].length;
      tableEnds.set(table, at);
      at += feedAt(text, at);
    } else if (key) {
      const valueStart = at + key[0].length;
      const end = valueEnd(text, valueStart);
      const closing = end < 0 ? null : /^[ \t]*(?:#[^\n]*)?(?=\r?\n|$)/.exec(text.slice(end));
      if (!closing) return { brokenLine: lineOf(text, at) };
      keys.push({ table, name: key[1]!.replace(/["']/g, ''), valueStart, end });
      at = end + closing[0].length;
      tableEnds.set(table, at);
      at += feedAt(text, at);
    } else return { brokenLine: lineOf(text, at) };
  }
  return { keys, tableEnds };
}

function feedAt(text: string, at: number): number {
  return /^\r?\n/.exec(text.slice(at))?.[0].length ?? 0;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

const token =
  /#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[\]{}]|[^\s"'#[\]{},]+|,|\r?\n|[ \t]+/y;

/** Offset behind a value, or -1 where it is not closed. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let end = -1;
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [word] = match;
    if (word === '[' || word === '{') depth++;
    else if (word === ']' || word === '}') depth--;
    if (depth < 0) return -1;
    if (depth === 0 && /^(?:\r?\n|#)/.test(word)) return end;
    if (word.trim() !== '') end = token.lastIndex;
    if (token.lastIndex === text.length) return depth === 0 ? end : -1;
  }
  return -1;
}
