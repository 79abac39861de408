import path from 'node:path';
import { combined, type FileEdit, type TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { Project } from '../../idioms/sdk.ts';
import { indentationOf, lineEnding } from '../../layout.ts';
import { rangeOf } from './packages.ts';
import { scanToml, type Toml, type TomlKey } from './toml.ts';

/** The manifests that name dependencies, as the project uses them; the first that fits is the one. */
export const manifests = [
  'pyproject.toml',
  'Pipfile',
  'requirements.in',
  'requirements.txt',
  'setup.cfg',
  'setup.py',
  'manage.py',
] as const;

/** Where dependencies are listed, and how one is written there. */
export interface DependencyList {
  readonly file: string;
  /** Normalised names. */
  readonly names: ReadonlySet<string>;
  /** Of the project itself, or ''. */
  readonly project: string;
  readonly add: (packages: ReadonlyMap<string, string>) => TextEdit[];
}

/** The list that a package manager reads; `undefined` where the project has none that is written by hand. */
export function dependencyList(project: Project): DependencyList | Refusal | undefined {
  const text = project.read('pyproject.toml');
  let name = '';
  if (text !== undefined) {
    const toml = scanToml(text);
    if ('brokenLine' in toml) {
      return { refusal: `pyproject.toml cannot be read at line ${toml.brokenLine}: mend it first.` };
    }
    name = textOf(text, find(toml, 'project', 'name') ?? find(toml, 'tool.poetry', 'name'));
    const listed = inPyproject(path.join(project.folder, 'pyproject.toml'), text, toml, name);
    if (listed) return listed;
  }
  const pipfile = project.read('Pipfile');
  if (pipfile !== undefined) {
    const toml = scanToml(pipfile);
    if ('brokenLine' in toml) {
      return { refusal: `Pipfile cannot be read at line ${toml.brokenLine}: mend it first.` };
    }
    return asTable(path.join(project.folder, 'Pipfile'), pipfile, toml, 'packages', name, (range) => range);
  }
  for (const file of ['requirements.in', 'requirements.txt']) {
    const requirements = project.read(file);
    if (requirements !== undefined) return asLines(path.join(project.folder, file), requirements, name);
  }
  return undefined;
}

/** Adds what is missing; nothing where no list is written by hand. */
export function depend(project: Project, packages: readonly string[]): FileEdit[] | Refusal {
  const list = dependencyList(project);
  if (!list) return [];
  if ('refusal' in list) return list;
  const isSettled = [...list.names].some((name) => name.startsWith('opentelemetry-'));
  const missing = new Map(
    packages.filter((name) => !list.names.has(name)).map((name) => [name, rangeOf(name, isSettled)]),
  );
  return missing.size === 0 ? [] : [{ file: list.file, edits: list.add(missing) }];
}

/** `[project] dependencies`, or Poetry's own table; `undefined` where the list is elsewhere. */
function inPyproject(file: string, text: string, toml: Toml, name: string): DependencyList | undefined {
  const array = find(toml, 'project', 'dependencies');
  if (array) return asArray(file, text, array, name);
  if (toml.tableEnds.has('tool.poetry.dependencies')) {
    const tilde = (range: string): string => range.replace('~=', '~');
    return asTable(file, text, toml, 'tool.poetry.dependencies', name, tilde);
  }
  const dynamic = find(toml, 'project', 'dynamic');
  if (!toml.tableEnds.has('project') || (dynamic && /["']dependencies["']/.test(valueOf(text, dynamic)))) {
    return undefined;
  }
  const end = Math.max(...toml.keys.filter(({ table }) => table === 'project').map((key) => key.end));
  const eol = lineEnding(text);
  return {
    file,
    names: new Set(),
    project: name,
    add: (packages) => {
      const lines = written(packages).map((one) => `    "${one}",${eol}`);
      return [{ start: end, end, text: `${eol}dependencies = [${eol}${lines.join('')}]` }];
    },
  };
}

/** An array of requirements, on one line or several. */
function asArray(file: string, text: string, { valueStart, end }: TomlKey, project: string): DependencyList {
  const eol = lineEnding(text);
  const items = [...text.slice(valueStart, end).matchAll(/#[^\n]*|"[^"\n]*"|'[^'\n]*'/g)]
    .filter(([item]) => !item.startsWith('#'))
    .map((match) => ({ text: match[0], start: valueStart + match.index }));
  const quote = items[0]?.text[0] ?? '"';
  const names = items.map(({ text: item }) => nameOf(item.slice(1, -1)));
  return {
    file,
    names: new Set(names),
    project,
    add: (packages) => {
      const [first] = items;
      const last = items.at(-1);
      const isOpen = first !== undefined && text.slice(valueStart, first.start).includes('\n');
      if (!first || !last) {
        const lines = written(packages).map((one) => `    ${quote}${one}${quote},${eol}`);
        return [{ start: valueStart, end, text: `[${eol}${lines.join('')}]` }];
      }
      if (!isOpen) {
        const all = [
          ...items.map((item) => item.text),
          ...written(packages).map((one) => quote + one + quote),
        ];
        return [
          { start: valueStart, end, text: `[${eol}${all.map((one) => `    ${one},${eol}`).join('')}]` },
        ];
      }
      const gap = eol + indentationOf(text, first.start);
      return combined(
        [...packages].sort().map(([name, range]) => {
          const item = `${quote}${name}${range}${quote}`;
          const next = isSorted(names) ? items[names.findIndex((one) => one > name)] : undefined;
          if (next) return { start: next.start, end: next.start, text: `${item},${gap}` };
          const at = last.start + last.text.length;
          return { start: at, end: at, text: `,${gap}${item}` };
        }),
      );
    },
  };
}

/** A table with a key a package. */
function asTable(
  file: string,
  text: string,
  toml: Toml,
  table: string,
  project: string,
  range: (range: string) => string,
): DependencyList {
  const eol = lineEnding(text);
  const keys = toml.keys.filter((key) => key.table === table);
  const end = toml.tableEnds.get(table);
  return {
    file,
    names: new Set(keys.map(({ name }) => normalised(name))),
    project,
    add: (packages) => {
      const lines = [...packages].sort().map(([name, wanted]) => `${eol}${name} = "${range(wanted)}"`);
      if (end !== undefined) return [{ start: end, end, text: lines.join('') }];
      const gap = text === '' || text.endsWith('\n') ? '' : eol;
      return [
        { start: text.length, end: text.length, text: `${gap}${eol}[${table}]${lines.join('')}${eol}` },
      ];
    },
  };
}

/** A line a package. */
function asLines(file: string, text: string, project: string): DependencyList {
  const eol = lineEnding(text);
  const lines = [...text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)[^\n]*(?:\n|$)/gm)].map((match) => ({
    name: normalised(match[1]!),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const names = lines.map(({ name }) => name);
  return {
    file,
    names: new Set(names),
    project,
    add: (packages) =>
      combined(
        [...packages].sort().map(([name, range]) => {
          const line = name + range;
          const next = isSorted(names) ? lines.find((one) => one.name > name) : undefined;
          if (next) return { start: next.start, end: next.start, text: line + eol };
          const at = lines.at(-1)?.end ?? text.length;
          const isEnded = at === 0 || text[at - 1] === '\n';
          return { start: at, end: at, text: isEnded ? line + eol : eol + line };
        }),
      ),
  };
}

function written(packages: ReadonlyMap<string, string>): string[] {
  return [...packages].sort().map(([name, range]) => name + range);
}

function isSorted(names: readonly string[]): boolean {
  return names.length > 1 && names.every((name, i) => i === 0 || names[i - 1]! <= name);
}

function find(toml: Toml, table: string, name: string): TomlKey | undefined {
  return toml.keys.find((key) => key.table === table && key.name === name);
}

function valueOf(text: string, { valueStart, end }: TomlKey): string {
  return text.slice(valueStart, end);
}

function textOf(text: string, key: TomlKey | undefined): string {
  return key ? valueOf(text, key).replace(/^["']+|["']+$/g, '') : '';
}

/** The package of a requirement: `httpx[http2]>=0.27; python_version > "3.9"` is httpx. */
function nameOf(requirement: string): string {
  return normalised(/^[\w.-]+/.exec(requirement.trim())?.[0] ?? '');
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
