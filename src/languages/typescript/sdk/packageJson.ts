import path from 'node:path';
import { combined, type TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { Project } from '../../idioms/sdk.ts';
import { lineEnding } from '../../layout.ts';

/** What of `package.json` matters here; empty where it is missing or of another type. */
export interface PackageJson {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly isModule: boolean;
  readonly main: string;
  readonly bin: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  /** Without those for development. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The project's manifest; a sentence where there is none, or none that can be read. */
export function packageJsonOf(project: Project): PackageJson | Refusal {
  const file = path.join(project.folder, 'package.json');
  const text = project.read(file);
  if (text === undefined) {
    return { refusal: 'There is no package.json in or above this folder: run `npm init` there first.' };
  }
  const all = parsed(text);
  if (!all) return { refusal: 'package.json is not valid JSON: mend it first.' };
  return {
    file,
    text,
    name: typeof all.name === 'string' ? all.name : '',
    isModule: all.type === 'module',
    main: typeof all.main === 'string' ? all.main : '',
    bin: typeof all.bin === 'string' ? [all.bin] : Object.values(texts(all.bin)),
    scripts: texts(all.scripts),
    dependencies: { ...texts(all.optionalDependencies), ...texts(all.dependencies) },
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** The scripts as they are spelled in the manifest, without their quotes, and where that begins. */
export function rawScripts(text: string): { name: string; raw: string; start: number }[] {
  const scripts = memberOf(text, 0, 'scripts');
  if (!scripts || text[scripts.valueStart] !== '{') return [];
  return membersOf(text, scripts.valueStart)
    .members.filter(({ valueStart }) => text[valueStart] === '"')
    .map(({ name, valueStart, end }) => ({
      name,
      raw: text.slice(valueStart + 1, end - 1),
      start: valueStart + 1,
    }));
}

/** Members added to an object at the top of the manifest, in order where what is there is in order. */
export function addMembers(
  text: string,
  object: 'dependencies' | 'scripts',
  added: Readonly<Record<string, string>>,
): TextEdit[] {
  const eol = lineEnding(text);
  const top = membersOf(text, text.indexOf('{'));
  const unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '';
  const written = Object.entries(added)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, line: `${JSON.stringify(name)}: ${JSON.stringify(value)}` }));
  if (written.length === 0) return [];
  const gap = unit ? eol + unit : ' ';
  const block = `{${gap}${unit}${written.map(({ line }) => line).join(`,${gap}${unit}`)}${gap}}`;
  const there = top.members.find(({ name }) => name === object);
  if (!there) {
    const before = top.members.find(({ name }) => name === 'scripts') ?? top.members.at(-1);
    const member = `${JSON.stringify(object)}: ${block}`;
    if (!before) return [{ start: top.open + 1, end: top.close, text: `${gap}${member}${unit ? eol : ' '}` }];
    return [{ start: before.end, end: before.end, text: `,${gap}${member}` }];
  }
  const { members } = membersOf(text, there.valueStart);
  const [first] = members;
  if (!first) return [{ start: there.valueStart, end: there.end, text: block }];
  const between = text.slice(there.valueStart + 1, first.start);
  const isSorted = members.every(({ name }, i) => i === 0 || members[i - 1]!.name < name);
  return combined(
    written.map(({ name, line }) => {
      const next = isSorted ? members.find((member) => member.name > name) : undefined;
      const at = next ? next.start : members.at(-1)!.end;
      return { start: at, end: at, text: next ? `${line},${between}` : `,${between}${line}` };
    }),
  );
}

interface Member {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

function memberOf(text: string, from: number, name: string): Member | undefined {
  return membersOf(text, text.indexOf('{', from)).members.find((member) => member.name === name);
}

/** The members of the object that opens at `open`, of a text that is valid JSON. */
function membersOf(text: string, open: number): { open: number; close: number; members: Member[] } {
  const members: Member[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  token.lastIndex = open;
  let depth = 0;
  let key: { name: string; start: number } | undefined;
  let valueStart = -1;
  let end = open;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [word] = match;
    if (depth === 1 && (word === ',' || word === '}') && key) {
      members.push({ ...key, valueStart, end });
      key = undefined;
      valueStart = -1;
    } else if (depth === 1 && key && valueStart < 0 && word !== ':') valueStart = match.index;
    else if (depth === 1 && !key && word.startsWith('"')) {
      key = { name: JSON.parse(word) as string, start: match.index };
    }
    if (word === '{' || word === '[') depth++;
    if (word === '}' || word === ']') depth--;
    end = token.lastIndex;
    if (depth === 0) return { open, close: match.index, members };
  }
  return { open, close: text.length, members };
}
