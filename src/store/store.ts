import type { DatabaseSync } from 'node:sqlite';
import type { LogChunk, SpanChunk } from '../otlp/chunk.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { Checkpoints } from './checkpoints.ts';
import { Commit, type Tables } from './commit.ts';
import { GroupCommit } from './groupCommit.ts';
import { History } from './history.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { lockFolder, type FolderLock } from './lock.ts';
import { MetricStore } from './metrics.ts';
import type { Pack } from './pack.ts';
import { PackWriter } from './packWriter.ts';
import { pinTrace } from './pins.ts';
import { DatabaseReader, type TraceReader } from './reader.ts';
import { Retention } from './retention.ts';
import { recountTrace } from './recount.ts';
import { openOrBeginAnew, type Opened } from './recovery.ts';
import { Sequence } from './sequence.ts';
import { Shares } from './shares.ts';
import { summaryOf } from './traceRow.ts';
import { TraceIds } from './traceIds.ts';
import { TraceTable, TraceWriter } from './traceTable.ts';
import { transaction } from './transaction.ts';

export interface StoreOptions {
  /** Data folder; made when it is not there. */
  readonly data: string;
  /** What is not given is as in DEFAULT_LIMITS. */
  readonly limits?: Partial<Limits>;
  /** How many requests are under way, with those that wait for their commit: it waits a little for the others. */
  readonly expected?: () => number;
  /** Called after each commit, with what is new. */
  readonly onCommit?: (committed: Committed) => void;
  /** Called with the traces that had to go. */
  readonly onDropped?: (traceIds: readonly string[]) => void;
}

export interface Committed {
  /** The traces that are new or have grown, as they are now. */
  readonly traces: readonly TraceSummary[];
}

/** What waits for its commit: a pack, and how it is added to one. */
interface Batch {
  readonly items: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly addTo: (commit: Commit) => void;
}

/**
 * Opens the store of a data folder as its one writer.
 * @throws StoreError when another process has it, or a newer Spanline wrote it.
 */
export function openStore(options: StoreOptions): TraceStore {
  const lock = lockFolder(options.data);
  try {
    return new TraceStore(openOrBeginAnew(options.data), lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Everything that was received, in one database. What it has promised to keep survives the process. */
export class TraceStore {
  /** Reads what is committed. */
  readonly reader: TraceReader;
  readonly history: History;
  readonly metrics: MetricStore;
  /** One sentence when an unreadable database was found and set aside. */
  readonly notice: string | undefined;

  private readonly database: DatabaseSync;
  private readonly lock: FolderLock;
  private readonly onCommit: (committed: Committed) => void;
  private readonly tables: Tables;
  private readonly writer: TraceWriter;
  private readonly shares: Shares;
  private readonly retention: Retention;
  private readonly checkpoints: Checkpoints;
  private readonly group: GroupCommit<Batch>;

  constructor({ database, notice }: Opened, lock: FolderLock, options: StoreOptions) {
    this.notice = notice;
    this.database = database;
    this.lock = lock;
    this.onCommit = options.onCommit ?? (() => undefined);
    this.reader = new DatabaseReader(database);
    this.history = new History(database);
    this.metrics = new MetricStore(database, (bytes) => {
      this.checkpoints.committed(bytes);
    });
    const last = database.prepare('SELECT max(seq) AS seq FROM pack').get()!;
    this.tables = {
      ids: new TraceIds(database),
      traces: new TraceTable(database),
      packs: new PackWriter(database),
      sequence: new Sequence((last['seq'] as number | null) ?? 0),
    };
    this.writer = new TraceWriter(database);
    this.shares = new Shares(database);
    this.group = new GroupCommit((batches) => {
      this.commit(batches);
    }, options.expected);
    this.retention = new Retention(
      database,
      { ...DEFAULT_LIMITS, ...options.limits },
      options.onDropped ?? (() => undefined),
    );
    this.checkpoints = new Checkpoints(database);
    this.retention.wake();
  }

  /** Keeps spans. Resolves when they are committed: whoever is told so may forget them. The packs' bytes are gone then. */
  async ingestSpans(packs: readonly Pack<SpanChunk>[]): Promise<void> {
    await Promise.all(packs.map((pack) => this.ingest(pack, (commit) => commit.addSpans(pack))));
  }

  /** Keeps log records, as `ingestSpans` does. */
  async ingestLogs(packs: readonly Pack<LogChunk>[]): Promise<void> {
    await Promise.all(packs.map((pack) => this.ingest(pack, (commit) => commit.addLogs(pack))));
  }

  /** Keeps a trace whatever the limits are, or lets it go again. False for an unknown one. */
  pin(traceId: string, pinned: boolean): boolean {
    const known = pinTrace(this.database, traceId, pinned);
    this.retention.wake();
    return known;
  }

  /** Counts the spans of a trace again, each once. Returns the trace when that has changed it. */
  recount(traceId: string): TraceSummary | undefined {
    return recountTrace(this.database, traceId);
  }

  /** Deletes everything, and gives the space back. */
  clear(): void {
    this.group.flush();
    this.metrics.flush();
    transaction(this.database, () => {
      this.database.exec(
        'DELETE FROM chunk; DELETE FROM pack; DELETE FROM trace; DELETE FROM id_run; DELETE FROM share; DELETE FROM series; DELETE FROM point;',
      );
    });
    this.tables.ids.clear();
    this.database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
  }

  /** Commits what waits and lets the folder go. */
  close(): void {
    this.group.flush();
    this.metrics.flush();
    this.retention.stop();
    this.checkpoints.stop();
    this.database.close();
    this.lock.release();
  }

  private ingest({ items, bytes }: Pack<unknown>, addTo: (commit: Commit) => void): Promise<void> {
    return this.group.add({ items, bytes, addTo });
  }

  private commit(batches: readonly Batch[]): void {
    const { touched, lastKey, bytes } = transaction(this.database, () => {
      const commit = new Commit(this.tables);
      for (const { addTo } of batches) addTo(commit);
      this.writer.write(commit.touched.values(), commit.lastKey);
      for (const row of commit.touched.values()) commit.changes.addTrace(row, 1);
      this.shares.save(commit.changes);
      this.tables.ids.index();
      return commit;
    });
    // Collected by and by, they would come to dozens of megabytes: under load they outlive what dies young.
    for (const { bytes } of batches) bytes.buffer.transfer(0);
    this.tables.ids.committed([...touched.values()].filter(({ key }) => key > lastKey));
    this.retention.wake();
    this.checkpoints.committed(bytes);
    this.onCommit({
      // Summed up when somebody asks: most commits are nobody's business.
      get traces() {
        return [...touched.values()].filter(({ spans }) => spans > 0).map(summaryOf);
      },
    });
  }
}
