import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Bytes of packs after which a checkpoint is due: so many that a page of an index is written once for many changes. */
const DUE_BYTES = 4 * 1024 * 1024;
/** SQLite starts its log over when a checkpoint has caught up with it: after so many pages the writer sees to that. */
const LONGEST_LOG_PAGES = 32_768;
/** After so long without a commit, the file of the log is made empty, in ms. */
const QUIET_MS = 5_000;
/** Should the thread not do its work, SQLite does it within a commit when the log has so many pages. */
const AUTOMATIC_PAGES = 131_072;

/**
 * The thread: copies committed pages from the log into the database, on a connection that is open only meanwhile. Goes
 * on as long as the writer has added more than a little in the meantime.
 */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  process.removeAllListeners('warning');
  parentPort.on('message', (task) => {
    const database = new DatabaseSync(workerData, { timeout: 0 });
    let log = 0;
    try {
      const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
      for (let pass = 0, more = Infinity; pass < 4 && more >= 256; pass++) {
        const before = log;
        ({ log } = checkpoint.get());
        more = log - before;
      }
      if (task === 'empty') database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
    parentPort.postMessage(log);
  });
`;

/** Keeps the log of the database short, in a thread of its own: no request waits for the disk. */
export class Checkpoints {
  private readonly database: DatabaseSync;
  private thread: Worker | undefined;
  private running = false;
  private waiting = 0;
  private quiet: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync) {
    this.database = database;
    database.exec(`PRAGMA wal_autocheckpoint = ${AUTOMATIC_PAGES}`);
  }

  /** So many bytes of packs were committed. */
  committed(bytes: number): void {
    this.waiting += bytes;
    this.quiet ??= setTimeout(() => {
      this.begin('empty');
    }, QUIET_MS).unref();
    this.quiet.refresh();
    if (this.waiting >= DUE_BYTES) this.begin('shorten');
  }

  stop(): void {
    clearTimeout(this.quiet);
    this.thread?.removeAllListeners('message');
    void this.thread?.terminate();
  }

  private begin(task: 'shorten' | 'empty'): void {
    if (this.running) return;
    this.running = true;
    this.waiting = 0;
    this.thread ??= this.start();
    this.thread.postMessage(task);
  }

  private start(): Worker {
    const thread = new Worker(THREAD, { eval: true, workerData: this.database.location() });
    thread.unref();
    thread.on('message', (pages: number) => {
      this.running = false;
      if (pages >= LONGEST_LOG_PAGES) this.startLogOver();
    });
    // A full disk, say: what was committed stays in the log, and the next one tries again.
    thread.on('error', () => {
      this.running = false;
      this.thread = undefined;
    });
    return thread;
  }

  /** What came in while the thread worked is little: copied between two commits, it leaves nothing to copy. */
  private startLogOver(): void {
    try {
      this.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // As above.
    }
  }
}
