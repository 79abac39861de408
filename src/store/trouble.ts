import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './storeError.ts';

/** SQLite's primary result codes; the higher bits of `errcode` say more. */
const Code = {
  Busy: 5,
  Locked: 6,
  ReadOnly: 8,
  Io: 10,
  Corrupt: 11,
  Full: 13,
  CannotOpen: 14,
  NotADatabase: 26,
  /** None of SQLite's: a part of the path is a file. */
  NoFolder: -1,
};

/** Whether the file itself is broken: nothing will mend it. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === Code.Corrupt || code === Code.NotADatabase;
}

/** What went wrong with a database, in one sentence that says what to do; other errors as they are. */
export function troubleOf(error: unknown, database: DatabaseSync): unknown {
  return troubleIn(path.dirname(database.location() ?? ''), error);
}

/** The same of a data folder: what its file system says, or its database. */
export function troubleIn(data: string, error: unknown): unknown {
  switch (codeOf(error)) {
    case Code.Full:
      return new StoreError(
        `The disk is full: make room where ${data} is, and the exporters' retries get through.`,
      );
    case Code.Io:
    case Code.ReadOnly:
    case Code.CannotOpen:
      return new StoreError(
        `The disk refuses to write to ${data}: make room or give the right to write there.`,
      );
    case Code.Busy:
    case Code.Locked:
      return new StoreError(`Another program has locked the database in ${data}: close it.`);
    case Code.Corrupt:
    case Code.NotADatabase:
      return new StoreError(
        `The database in ${data} is damaged: restart the trace server, which sets it aside and begins a new one.`,
      );
    case Code.NoFolder:
      return new StoreError(`There is a file where the folder ${data} should be: choose another folder.`);
    default:
      return error;
  }
}

/** The codes of the file system, as SQLite has them. */
const FILE_CODES: Readonly<Record<string, number>> = {
  ENOSPC: Code.Full,
  EDQUOT: Code.Full,
  EROFS: Code.ReadOnly,
  EACCES: Code.CannotOpen,
  EPERM: Code.CannotOpen,
  EEXIST: Code.NoFolder,
  ENOTDIR: Code.NoFolder,
};

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error ? FILE_CODES[String(error.code)] : undefined;
}
