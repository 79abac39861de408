import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assists } from '../../../src/assists/all.ts';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import { openDocument } from '../../../src/assists/document.ts';
import { tryOffer } from '../../../src/assists/offers.ts';
import type { TextRange } from '../../../src/languages/edit.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';
import type { Preferences } from '../../../src/languages/preferences.ts';

const grammars = await Grammars.open(grammarFolder());

const MARK = /^[ \t]*(?:#|\/\/) do: (?<id>\S+)(?: (?<lines>\d+))?(?: @ (?<at>.+?))?[ \t]*\r?\n/m;

/**
 * Applies the actions at the marks in the files of a folder, from the first mark of each file to the last. A mark is a
 * comment line above the line that it is about; it is taken out before its action is applied. Of several marks above
 * one line, the upper one is applied first.
 *
 *     # do: span.function           the cursor is on the first character of the next line
 *     // do: span.block 3           the next three lines are selected
 *     # do: http.client @ get(      the cursor is on the first `get(` of the next line
 *
 * @throws Error with its sentence when an action refuses.
 */
export async function applyMarks(folder: string, preferences?: Preferences): Promise<void> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.(?:py|[cm]?[jt]sx?)$/.test(name)) continue;
    while (await applyFirst(path.join(folder, name), preferences));
  }
}

/** Applies the action of a file's first mark. Returns false where no mark is left. */
async function applyFirst(file: string, preferences?: Preferences): Promise<boolean> {
  const marked = readFileSync(file, 'utf8');
  const mark = MARK.exec(marked);
  if (!mark) return false;
  const { id, lines, at } = mark.groups as { id: string; lines?: string; at?: string };
  const text = marked.slice(0, mark.index) + marked.slice(mark.index + mark[0].length);
  const fail = (sentence: string): never => {
    throw new Error(`${path.basename(file)}, at the mark of ${id}: ${sentence}`);
  };
  const assist = assists.find((one) => one.id === id) ?? fail('There is no such action.');
  const selection = selected(text, mark.index, lines, at) ?? fail(`The next line has no \`${at}\`.`);
  const document = (await openDocument(grammars, file, text)) ?? fail('No language pack reads this file.');
  const offer = await tryOffer(assist, document.at(selection, preferences));
  document.delete();
  if ('refusal' in offer) return fail(offer.refusal);
  // What is in the file now still has the mark.
  writeFileSync(file, text);
  for (const { file: changed, edits } of offer.edits) {
    writeFileSync(changed, applyEdits(textOf(changed), edits));
  }
  return true;
}

/** What a mark that stood at `start` selects, or `undefined` where the line has no `at`. */
function selected(
  text: string,
  start: number,
  lines: string | undefined,
  at: string | undefined,
): TextRange | undefined {
  let line = start;
  for (let mark = MARK.exec(text.slice(line)); mark?.index === 0; mark = MARK.exec(text.slice(line))) {
    line += mark[0].length;
  }
  let first = line + /^\s*/.exec(text.slice(line))![0].length;
  let end = line;
  for (let count = Number(lines ?? 1); count > 0; count--) {
    const feed = text.indexOf('\n', end);
    end = feed < 0 ? text.length : feed + 1;
  }
  if (at !== undefined) {
    first = text.indexOf(at, line);
    if (first < 0 || first >= end) return undefined;
  }
  return { start: first, end: lines === undefined ? first : end - 1 };
}

/** A new file is empty before its edit. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
