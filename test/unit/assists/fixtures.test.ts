import { transform } from 'esbuild';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { assists } from '../../../src/assists/all.ts';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import type { FileEdit } from '../../../src/assists/assist.ts';
import { openDocument } from '../../../src/assists/document.ts';
import { tryOffer } from '../../../src/assists/offers.ts';
import type { TextEdit, TextRange } from '../../../src/languages/edit.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';
import type { Preferences } from '../../../src/languages/preferences.ts';
import { newTypeErrors } from './pythonTypes.ts';

const root = path.resolve('test/fixtures/assists');
const grammars = await Grammars.open(grammarFolder());
const execute = promisify(execFile);
// Inside the project, so that packages are found from there as from the fixtures.
mkdirSync('.cache', { recursive: true });
const scratch = mkdtempSync(path.resolve('.cache', 'fixtures-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/**
 * `case.json` of a fixture `<action>/<case>`. The texts are `before.*` and `after.*`, or the folders `before` and
 * `after` where the action reads or changes several files; a refusal has no `after`.
 */
interface Case {
  /** The cursor, "LINE:COLUMN", or a selection, "LINE:COLUMN-LINE:COLUMN"; both count from 1. */
  readonly at: string;
  /** The file below `before` that the cursor is in, where that is a folder. */
  readonly file?: string;
  /** What the user prefers, where that is not the default. */
  readonly preferences?: Preferences;
  /** What the menu says. */
  readonly title?: string;
  /** Why the action does not apply. */
  readonly refusal?: string;
  /** Why it does not apply a second time; any refusal will do where neither this nor `AGAIN` says one. */
  readonly again?: string;
}

/** Why an action does not apply a second time, in all its cases. */
const AGAIN: Readonly<Record<string, string>> = {
  'span.function': 'This function is in a span already.',
};

/** Texts by their paths relative to a folder. */
type Texts = Readonly<Record<string, string>>;

/** The byte order mark is no part of a document. */
function read(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

/** The files of a folder, or the one file, by their paths relative to the folder. */
function textsIn(place: string): Texts {
  if (statSync(place).isFile()) return { [path.basename(place)]: read(place) };
  return Object.fromEntries(filesIn(place).map((file) => [file, read(path.join(place, file))]));
}

/** All files of a folder, relative to it, with slashes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !/(?:^|\/)(?:__pycache__|\.mypy_cache)\//.test(file));
}

function rangeAt(text: string, at: string): TextRange {
  const [start, end] = at.split('-').map((place) => offsetAt(text, place)) as [number, number?];
  return { start, end: end ?? start };
}

function offsetAt(text: string, at: string): number {
  const [line, column] = at.split(':').map(Number) as [number, number];
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

/** Where a place is after the edits. */
function moved(offset: number, edits: readonly TextEdit[]): number {
  return edits
    .filter((edit) => edit.end <= offset)
    .reduce((at, edit) => at + edit.text.length - (edit.end - edit.start), offset);
}

/** The texts after edits of files below `folder`; a file that is not there yet is empty before. */
function edited(texts: Texts, folder: string, changes: readonly FileEdit[]): Texts {
  const result = { ...texts };
  for (const { file, edits } of changes) {
    const name = path.relative(folder, file).replaceAll('\\', '/');
    result[name] = applyEdits(result[name] ?? '', edits);
  }
  return result;
}

for (const assist of assists) {
  const folder = path.join(root, assist.id);
  const cases = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
  const offerAt = async (file: string, text: string, selection: TextRange, preferences?: Preferences) => {
    const document = (await openDocument(grammars, file, text))!;
    const offer = await tryOffer(assist, document.at(selection, preferences));
    document.delete();
    return offer;
  };

  describe(assist.id, () => {
    it('has fixtures', () => {
      expect(cases).not.toEqual([]);
    });

    it.each(cases)('%s', async (name) => {
      const place = path.join(folder, name);
      const given = JSON.parse(readFileSync(path.join(place, 'case.json'), 'utf8')) as Case;
      const names = readdirSync(place);
      const isTree = given.file !== undefined;
      const before = isTree ? 'before' : names.find((one) => one.startsWith('before.'))!;
      const base = isTree ? path.join(place, before) : place;
      const file = path.join(base, given.file ?? before);
      const text = read(file);
      const selection = rangeAt(text, given.at);
      const offer = await offerAt(file, text, selection, given.preferences);
      if (given.refusal !== undefined) {
        expect(offer).toEqual({ refusal: given.refusal });
        expect(names.filter((one) => one.startsWith('after'))).toEqual([]);
        return;
      }
      if ('refusal' in offer) throw new Error(offer.refusal);
      if (given.title !== undefined) expect(offer.title).toBe(given.title);

      const after = edited(textsIn(path.join(place, before)), base, offer.edits);
      const wanted = textsIn(path.join(place, before.replace('before', 'after')));
      const result = isTree
        ? after
        : { [before.replace('before', 'after')]: after[before], ...others(after) };
      expect(result).toEqual(wanted);

      // Several files are applied to again where they are, since the action reads them from disk.
      let again = file;
      if (isTree) {
        const copy = path.join(scratch, assist.id, name);
        cpSync(path.join(place, 'after'), copy, { recursive: true });
        again = path.join(copy, given.file);
      }
      const here = offer.edits.find((change) => change.file === file)?.edits ?? [];
      const cursor = moved(selection.start, here);
      const second = await offerAt(again, after[given.file ?? before]!, { start: cursor, end: cursor });
      expect(second).toHaveProperty('refusal');
      const reason = given.again ?? AGAIN[assist.id];
      if (reason !== undefined) expect(second).toEqual({ refusal: reason });
    });
  });
}

/** The files beside the one that a case is about: there must be none. */
function others(after: Texts): Texts {
  return Object.fromEntries(Object.entries(after).filter(([name]) => !name.startsWith('before.')));
}

describe('the results', () => {
  const files = filesIn(root);
  const results = files.filter((file) => /^[^/]+\/[^/]+\/after[./]/.test(file));

  it('type-check with the types of @opentelemetry/api', async () => {
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    const outcome = await execute(process.execPath, [tsc, '-p', root]).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ stdout: '' });
    expect(outcome).not.toBeInstanceOf(Error);
  });

  it('parse as JavaScript', async () => {
    const scripts = results.filter((file) => /\.[cm]?jsx?$/.test(file));
    expect(scripts.length).toBeGreaterThan(0);
    await Promise.all(
      scripts.map((file) =>
        transform(read(path.join(root, file)), {
          loader: 'jsx',
          jsx: 'preserve',
          sourcefile: file,
          logLevel: 'silent',
        }),
      ),
    );
  });

  const python = inject('python');
  const modules = results.filter((file) => file.endsWith('.py'));

  it.skipIf(!python)('compile in Python', () => {
    expect(modules.length).toBeGreaterThan(0);
    execFileSync(python, ['-m', 'py_compile', ...modules], {
      cwd: root,
      env: { ...process.env, PYTHONPYCACHEPREFIX: path.join(scratch, 'compiled') },
    });
  });

  it.skipIf(!python)('have no type error in Python that was not there before', async () => {
    const cases = [...new Set(modules.map((file) => file.split('/').slice(0, 2).join('/')))];
    expect(await newTypeErrors(python, root, cases, path.join(scratch, 'types'))).toEqual([]);
  });
});
