import { createTwoFilesPatch } from 'diff';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assists } from '../assists/all.ts';
import { applyEdits } from '../assists/applyEdits.ts';
import type { FileEdit } from '../assists/assist.ts';
import { tryOffer } from '../assists/offers.ts';
import { splitMark } from '../languages/byteOrderMark.ts';
import { parseCommand } from './arguments.ts';
import { CliError, type Command } from './command.ts';

import { openPlace, readPlace, type Place } from './place.ts';

const usage = 'FILE --at LINE:COL[-LINE:COL] --action ID [--write | --diff]';

/** Prints the file as it is after an action, or what the action changes, or makes the change. */
export const apply: Command = {
  name: 'apply',
  usage,
  summary: 'Apply a code action: print the file after it, print a diff, or save.',
  run: async (argv) => {
    const { values, positionals } = parseCommand(argv, `apply ${usage}`, {
      at: { type: 'string' },
      action: { type: 'string' },
      write: { type: 'boolean' },
      diff: { type: 'boolean' },
    });
    const [file] = positionals;
    const { at, action, write, diff } = values;
    if (!file || positionals.length > 1 || !at || !action || (write && diff)) {
      throw new CliError(`Usage: spanline apply ${usage}.`);
    }
    const assist = assists.find(({ id }) => id === action);
    if (!assist) {
      throw new CliError(
        `There is no action ${action}: the actions are ${assists.map(({ id }) => id).join(', ')}.`,
      );
    }
    const place = await readPlace(file, at);
    const document = await openPlace(place);
    const offer = await tryOffer(assist, document.at(place.selection));
    document.delete();
    if ('refusal' in offer) throw new CliError(`${action} does not apply at ${file}:${at}: ${offer.refusal}`);

    const changes = await Promise.all(offer.edits.map((edit) => changeOf(place, edit)));
    if (write) await Promise.all(changes.map(save));
    else if (diff) process.stdout.write(changes.map(unified).join(''));
    else process.stdout.write(changes.find(({ path: target }) => target === place.path)?.after ?? place.text);
    return 0;
  },
};

interface Change {
  readonly path: string;
  /** `undefined` where the file is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** @throws CliError where a file that would be made is there. */
async function changeOf(place: Place, { file, edits, create }: FileEdit): Promise<Change> {
  if (create) {
    if (existsSync(file)) throw new CliError(`${nameOf(file)} is there already: nothing was changed.`);
    return { path: file, before: undefined, after: applyEdits('', edits) };
  }
  const before = file === place.path ? place.byteOrderMark + place.text : await readFile(file, 'utf8');
  const { mark, text } = splitMark(before);
  return { path: file, before, after: mark + applyEdits(text, edits) };
}

/** Makes the folders of a new file; never writes over one that has come meanwhile. */
async function save({ path: target, before, after }: Change): Promise<void> {
  if (before !== undefined) return writeFile(target, after);
  await mkdir(path.dirname(target), { recursive: true });
  return writeFile(target, after, { flag: 'wx' });
}

/** With names relative to the working folder, as `patch -p1` and `git apply` want them. */
function unified({ path: file, before, after }: Change): string {
  const name = nameOf(file);
  const from = before === undefined ? '/dev/null' : `a/${name}`;
  const patch = createTwoFilesPatch(from, `b/${name}`, before ?? '', after, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^=+\n/, '');
}

function nameOf(file: string): string {
  return path.relative(process.cwd(), file).split(path.sep).join('/');
}
