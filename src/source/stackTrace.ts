/** One frame of a stack trace, as recorded. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  /** 0 where the runtime tells none. */
  readonly column: number;
  /** '' where the frame has no name. */
  readonly functionName: string;
}

/**
 * The frames of a V8 or Python stack trace, innermost first; of chained Python exceptions those of the last block come
 * first, which is the exception that was recorded. Frames of the runtime and of installed packages are left out. Lines
 * that are no frames (messages over several lines, source lines, markers) do not matter.
 */
export function parseStack(text: string): Frame[] {
  const lines = text.split(/\r?\n/).filter((line) => line.length <= LONGEST);
  const frames = lines.some((line) => pythonFrame.test(line)) ? pythonFrames(lines) : v8Frames(lines);
  return frames.filter(({ file }) => !isForeign(file));
}

/** A longer line is a message's, not a frame. */
const LONGEST = 4_000;

/** `    at async Foo.bar [as baz] (file:///app/a.mjs:1:53)`, `    at C:\\x\\a.js:1:2`. */
function v8Frames(lines: readonly string[]): Frame[] {
  return lines.flatMap((raw) => {
    const line = raw.trim();
    if (!line.startsWith('at ') || !/^\s/.test(raw)) return [];
    const bracket = line.endsWith(')') ? line.indexOf(' (') : -1;
    const place = bracket < 0 ? line.slice(3).replace(/^async /, '') : line.slice(bracket + 2, -1);
    const match = /^(.+):(\d+):(\d+)$/.exec(place);
    if (!match) return [];
    const [, file = '', row, column] = match;
    const functionName = bracket < 0 ? '' : line.slice(3, bracket);
    return [{ file, line: Number(row), column: Number(column), functionName }];
  });
}

/** `  File "/app/shop.py", line 5, in mid`; inside an exception group behind a gutter of `|`. */
const pythonFrame = /^[ \t|+-]*File "([^"]+)", line (\d+)(?:, in (.+?))?\s*$/;
const pythonHeader = /Traceback \(most recent call last\):\s*$/;

function pythonFrames(lines: readonly string[]): Frame[] {
  const blocks: Frame[][] = [[]];
  for (const line of lines) {
    if (pythonHeader.test(line)) blocks.push([]);
    const match = pythonFrame.exec(line);
    if (!match) continue;
    const [, file = '', row, functionName = ''] = match;
    blocks.at(-1)!.push({ file, line: Number(row), column: 0, functionName });
  }
  return blocks.reverse().flatMap((block) => block.reverse());
}

function isForeign(file: string): boolean {
  return (
    /^(?:node:|internal\/|<|eval at)/.test(file) ||
    /(?:^|[/\\])(?:node_modules|site-packages|dist-packages)[/\\]/.test(file) ||
    // The standard library where an interpreter keeps it.
    /[/\\]lib[/\\]python\d/.test(file)
  );
}
