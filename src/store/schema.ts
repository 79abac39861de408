import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from './storeError.ts';
import { troubleIn } from './trouble.ts';

/** Raised whenever the tables change their meaning. */
const SCHEMA_VERSION = 6;

/** How long a write waits for a lock that another program holds, in ms. */
const BUSY_MS = 200;

export const Signal = { Traces: 1, Logs: 2 } as const;

/** Logs that belong to no trace stand under this key; no trace has it. */
export const NO_TRACE = 0;

/**
 * `pack` keeps what a request brought (see `otlp/pack.ts`); `chunk` tells what of it belongs to which trace; `trace` sums the
 * chunks up for lists. A trace whose logs came first has a row without spans. `seq` is the order of arrival (see
 * `sequence.ts`).
 * `id_run` finds a trace by its id (see `idRuns.ts`) unless it is one of the last: they are so few that a reader looks
 * through them. `share` sums up what each service holds. `series` and `point` keep metrics (see `metrics.ts`).
 */
const TABLES = `
  CREATE TABLE trace (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    spans INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    logs INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    has_root INTEGER NOT NULL,
    root_name TEXT NOT NULL,
    root_service TEXT NOT NULL,
    services TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX trace_newest ON trace (start, key) WHERE spans > 0;
  CREATE INDEX trace_oldest ON trace (root_service, last_seq) WHERE pinned = 0;
  CREATE INDEX trace_pinned ON trace (key) WHERE pinned = 1;

  CREATE TABLE id_run (
    up_to INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    filter BLOB NOT NULL,
    ids BLOB NOT NULL
  ) STRICT;

  CREATE TABLE pack (
    seq INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE TABLE chunk (
    trace INTEGER NOT NULL,
    signal INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    pack INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    items INTEGER NOT NULL,
    PRIMARY KEY (trace, signal, fingerprint)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX chunk_in_pack ON chunk (pack, start);
  CREATE INDEX chunk_of_no_trace ON chunk (pack) WHERE trace = ${NO_TRACE};

  CREATE TABLE share (
    service TEXT PRIMARY KEY,
    items INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    seen INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE point (
    series INTEGER NOT NULL,
    time INTEGER NOT NULL,
    point TEXT NOT NULL,
    PRIMARY KEY (series, time)
  ) STRICT, WITHOUT ROWID;

  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the database of a data folder for the one process that writes it, making it where there is none.
 * WAL with synchronous=NORMAL: a commit is in the operating system's hands before it is acknowledged, so a killed
 * process loses nothing; after a power cut the last moments may be gone, but the file is sound.
 * @throws StoreError when a newer Spanline wrote it.
 */
export function openForWriting(data: string): DatabaseSync {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = databaseFile(data);
  // Traces hold what a program holds; SQLite gives the rights of this file to those beside it.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(
      'PRAGMA page_size = 4096; PRAGMA cache_size = -8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 134217728;',
    );
    if (versionOf(database) === 0) database.exec(`BEGIN; ${TABLES} COMMIT;`);
    else assertNotNewer(database, data);
    // Whoever waits for a lock keeps everybody waiting: exporters try again by themselves.
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens it for reading beside a writer, or undefined where no server ever ran: then nothing is created.
 * @throws StoreError when a newer Spanline wrote it.
 */
export function openForReading(data: string): DatabaseSync | undefined {
  const file = databaseFile(data);
  if (!existsSync(file)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    if (versionOf(database) === SCHEMA_VERSION) return database;
    assertNotNewer(database, data);
    // A server is just making it, or the next one will set it aside.
    database.close();
    return undefined;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw troubleIn(data, error);
  }
}

/** Whether an earlier Spanline wrote it, in a format that this one does not read. */
export function isOlder(database: DatabaseSync): boolean {
  return versionOf(database) < SCHEMA_VERSION;
}

export function databaseFile(data: string): string {
  return path.join(data, 'traces.db');
}

function versionOf(database: DatabaseSync): number {
  return database.prepare('PRAGMA user_version').get()!['user_version'] as number;
}

function assertNotNewer(database: DatabaseSync, data: string): void {
  const version = versionOf(database);
  if (version <= SCHEMA_VERSION) return;
  throw new StoreError(
    `The traces in ${data} were written by a newer Spanline (format ${version}, this one reads ${SCHEMA_VERSION}): ` +
      'update Spanline, or choose another folder with --data.',
  );
}
