import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Document } from '../assists/document.ts';
import { openDocument } from '../assists/document.ts';
import { unfit } from '../assists/unfit.ts';
import type { TextRange } from '../languages/edit.ts';
import { packFor } from '../languages/all.ts';
import { splitMark } from '../languages/byteOrderMark.ts';
import { grammarFolder } from '../languages/grammarFolder.ts';
import { Grammars } from '../languages/parser.ts';
import { CliError } from './command.ts';

/** A place in a source file, as `FILE --at LINE:COL[-LINE:COL]` names it. */
export interface Place {
  /** As the user wrote it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Without the byte order mark, which editors do not count either. */
  readonly text: string;
  readonly byteOrderMark: string;
  readonly selection: TextRange;
}

/** Reads the file and finds the place in it; a `CliError` says what is wrong with either. */
export async function readPlace(name: string, at: string): Promise<Place> {
  const bytes = await readFile(name).catch((error: unknown) => {
    throw new CliError(`Cannot read ${name}: ${reasonOf(error)}.`);
  });
  if (bytes.includes(0)) throw new CliError(`${name} is not a text file.`);
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`${name} is not in UTF-8: save it in UTF-8 first.`);
  }
  const { mark, text } = splitMark(content);
  return { name, path: path.resolve(name), text, byteOrderMark: mark, selection: rangeAt(text, at, name) };
}

/** Parses the place's file; a `CliError` where no assist reads it. */
export async function openPlace(place: Place): Promise<Document> {
  if (!packFor(place.path)) {
    throw new CliError(
      `${place.name} is not in a language that Spanline knows: Python, TypeScript or JavaScript.`,
    );
  }
  const reason = unfit(place.text);
  if (reason) throw new CliError(reason);
  return (await openDocument(await Grammars.open(grammarFolder()), place.path, place.text))!;
}

function rangeAt(text: string, at: string, name: string): TextRange {
  const match = /^(\d+):(\d+)(?:-(\d+):(\d+))?$/.exec(at);
  if (!match)
    throw new CliError(`--at takes LINE:COL or LINE:COL-LINE:COL, counted from 1, and not "${at}".`);
  const [, line, column, endLine = line, endColumn = column] = match;
  const start = offsetAt(text, Number(line), Number(column), name);
  const end = offsetAt(text, Number(endLine), Number(endColumn), name);
  if (end < start) throw new CliError(`--at ${at} ends before it starts.`);
  return { start, end };
}

/** Columns are UTF-16 units, as in VS Code; the column after the last character is a place, too. */
function offsetAt(text: string, line: number, column: number, name: string): number {
  const lines = text.split('\n');
  const content = lines[line - 1]?.replace(/\r$/, '');
  if (content === undefined) {
    throw new CliError(`There is no line ${line} in ${name}, which has ${lines.length}.`);
  }
  if (column < 1 || column > content.length + 1) {
    throw new CliError(
      `There is no column ${column} in line ${line} of ${name}, which ends at column ${content.length + 1}.`,
    );
  }
  return lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}
