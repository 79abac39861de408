/** The text of docs/actions.md, made of the actions' own words and their fixtures. */
import { createTwoFilesPatch } from 'diff';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { assists } from '../../src/assists/all.ts';
import type { Assist } from '../../src/assists/assist.ts';
import { openDocument } from '../../src/assists/document.ts';
import { tryOffer } from '../../src/assists/offers.ts';
import type { TextRange } from '../../src/languages/edit.ts';
import { grammarFolder } from '../../src/languages/grammarFolder.ts';
import { Grammars } from '../../src/languages/parser.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.join(root, 'test/fixtures/assists');
const sources = path.join(root, 'src/assists');

/** Languages in the order of the page, with the extensions of each, the best for an example first. */
const LANGUAGES: readonly (readonly [name: string, extensions: readonly string[]])[] = [
  ['Python', ['.py']],
  ['TypeScript and JavaScript', ['.ts', '.mts', '.tsx', '.mjs', '.js', '.cjs', '.jsx', '.cts']],
  ['Go', ['.go']],
  ['Java', ['.java']],
  ['C#', ['.cs']],
];
const CONTEXT = 3;

/** A fixture, as `case.json` and the files beside it have it. */
interface Fixture {
  readonly folder: string;
  readonly at: string;
  /** The file of the cursor, where there are several. */
  readonly file?: string;
  readonly refusal?: string;
  /** It is the one to show. */
  readonly example?: boolean;
  /** Of the file that the cursor is in. */
  readonly extension: string;
}

/** The whole page. An action shows one fixture a language: the one marked `"example": true`, else the shortest. */
export async function actionsPage(): Promise<string> {
  const grammars = await Grammars.open(grammarFolder());
  const descriptions = describeAssists();
  const sections: string[] = [];
  for (const assist of assists.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    sections.push(await section(grammars, assist, descriptions.get(assist.id) ?? ''));
  }
  const shown = fixturesOf('').length;
  return [
    '# Code actions',
    '',
    '<!-- Made by `npm run docs` from the fixtures in test/fixtures/assists: change those, not this page. -->',
    '',
    "Every action is offered at the cursor or selection where it applies and is not done already, in the editor's menu of",
    'code actions and by `spanline actions FILE --at LINE:COL`; `spanline apply FILE --at LINE:COL --action ID` makes it on',
    'the command line. Where an action refuses, the sentences below say why, and the file stays as it is.',
    '',
    `The examples are fixtures of the tests, ${shown} in all: each is applied, parsed, type-checked with the real libraries`,
    'and applied a second time, which must change nothing.',
    '',
    ...assists
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id }) => `- [\`${id}\`](#${id.toLowerCase().replace(/[^a-z0-9-]/g, '')})`),
    '',
    ...sections,
  ].join('\n');
}

async function section(grammars: Grammars, assist: Assist, description: string): Promise<string> {
  const all = fixturesOf(assist.id);
  const lines = [`## ${assist.id}`, '', ...(description ? [description, ''] : [])];
  for (const [language, extensions] of LANGUAGES) {
    const example = exampleOf(all, extensions);
    if (!example) continue;
    const title = await titleOf(grammars, assist, example);
    lines.push(
      `### ${language}`,
      '',
      ...(title ? [`“${title}”`, ''] : []),
      '```diff',
      diffOf(example),
      '```',
      '',
    );
  }
  const refusals = [...new Set(all.flatMap(({ refusal }) => refusal ?? []))].sort();
  if (refusals.length > 0) lines.push('It refuses:', '', ...refusals.map((one) => `- ${escaped(one)}`), '');
  return lines.join('\n');
}

/** What stands above each assist in its file, by its id. */
function describeAssists(): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(sources)) {
    const text = readFileSync(path.join(sources, name), 'utf8');
    const match = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export const \w+: Assist = \{\s*id: '([^']+)'/.exec(text);
    if (match) found.set(match[2]!, match[1]!.replace(/\s*\n\s*\* ?/g, ' ').trim());
  }
  return found;
}

/** The fixtures of an action, or of all for ''. One that is just being written is left out. */
function fixturesOf(id: string): Fixture[] {
  const actions = id === '' ? readdirSync(fixtures).filter(isFolder(fixtures)) : [id];
  return actions.flatMap((action) => {
    const folder = path.join(fixtures, action);
    return existsSync(folder)
      ? readdirSync(folder)
          .filter(isFolder(folder))
          .flatMap((name) => fixtureIn(path.join(folder, name)))
      : [];
  });
}

function fixtureIn(folder: string): Fixture[] {
  const place = path.join(folder, 'case.json');
  if (!existsSync(place)) return [];
  const given = JSON.parse(readFileSync(place, 'utf8')) as Omit<Fixture, 'folder' | 'extension'>;
  const names = readdirSync(folder);
  const before = given.file ?? names.find((name) => name.startsWith('before.'));
  const isWhole = given.refusal !== undefined || names.some((name) => /^after(?:\.|$)/.test(name));
  return before !== undefined && isWhole ? [{ ...given, folder, extension: path.extname(before) }] : [];
}

function exampleOf(all: readonly Fixture[], extensions: readonly string[]): Fixture | undefined {
  const fitting = all.filter(
    ({ refusal, extension }) => refusal === undefined && extensions.includes(extension),
  );
  const rank = (one: Fixture) => extensions.indexOf(one.extension);
  return (
    fitting.find(({ example }) => example) ??
    fitting
      .map((one) => ({ one, length: diffOf(one).length }))
      .sort(
        (a, b) => rank(a.one) - rank(b.one) || a.length - b.length || (a.one.folder < b.one.folder ? -1 : 1),
      )[0]?.one
  );
}

async function titleOf(grammars: Grammars, assist: Assist, one: Fixture): Promise<string | undefined> {
  const file = path.join(
    one.folder,
    one.file === undefined ? `before${one.extension}` : path.join('before', one.file),
  );
  const text = read(file);
  const document = await openDocument(grammars, file, text);
  if (!document) return undefined;
  const offer = await tryOffer(assist, document.at(rangeAt(text, one.at)));
  document.delete();
  return 'refusal' in offer ? undefined : offer.title;
}

/** What changes, in every file. */
function diffOf({ folder, file, extension }: Fixture): string {
  if (file === undefined)
    return changes(path.join(folder, `before${extension}`), path.join(folder, `after${extension}`));
  const names = new Set([...filesIn(path.join(folder, 'before')), ...filesIn(path.join(folder, 'after'))]);
  return [...names]
    .sort()
    .flatMap((name) => {
      const text = changes(path.join(folder, 'before', name), path.join(folder, 'after', name));
      return text === '' ? [] : [`# ${name}\n${text}`];
    })
    .join('\n\n');
}

/** The lines that change with some around them, without the head of a patch. */
function changes(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', read(before), read(after), '', '', { context: CONTEXT });
  return patch
    .split('\n')
    .slice(4)
    .filter((line) => !line.startsWith('\\'))
    .map((line) => (line.startsWith('@@') ? '@@' : line))
    .join('\n')
    .replace(/^@@\n/, '')
    .trimEnd();
}

/** Without what an editor does not show; '' for a file that is not there. */
function read(file: string): string {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n')
    : '';
}

function rangeAt(text: string, at: string): TextRange {
  const [start, end] = at.split('-').map((place) => {
    const [line, column] = place.split(':').map(Number) as [number, number];
    return (
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length +
      (line > 1 ? 1 : 0) +
      column -
      1
    );
  }) as [number, number?];
  return { start, end: end ?? start };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/(?:^|\/)(?:__pycache__|\.mypy_cache)\//.test(name));
}

function isFolder(parent: string): (name: string) => boolean {
  return (name) => statSync(path.join(parent, name)).isDirectory();
}

/** Text of a program as Markdown: `*` and `_` mean themselves. */
function escaped(text: string): string {
  return text.replace(
    /(`[^`]*`)|([*_<])/g,
    (_, code: string | undefined, mark: string) => code ?? `\\${mark}`,
  );
}
