import type { DatabaseSync } from 'node:sqlite';
import type { Chunks, LogChunk, SpanChunk } from '../otlp/chunk.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { Checkpoints } from './checkpoints.ts';
import { Compressor } from './compressor.ts';
import { GroupCommit } from './groupCommit.ts';
import { History } from './history.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { lockFolder, type FolderLock } from './lock.ts';
import { MetricStore } from './metrics.ts';
import { packsOf, type Pack } from './pack.ts';
import { PackWriter } from './packWriter.ts';
import { pinTrace } from './pins.ts';
import { DatabaseReader, type TraceReader } from './reader.ts';
import { Retention } from './retention.ts';
import { recountTrace } from './recount.ts';
import { openOrBeginAnew, type Opened } from './recovery.ts';
import { NO_TRACE, Signal } from './schema.ts';
import { Sequence } from './sequence.ts';
import { NO_SERVICE, ShareChanges, Shares } from './shares.ts';
import { addSpans, emptyRow, summaryOf, type TraceRow } from './traceRow.ts';
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

interface Batch {
  readonly spans: readonly Pack<SpanChunk>[];
  readonly logs: readonly Pack<LogChunk>[];
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
  private readonly traces: TraceTable;
  private readonly ids: TraceIds;
  private readonly writer: TraceWriter;
  private readonly compressor = new Compressor();
  private readonly packs: PackWriter;
  private readonly shares: Shares;
  private readonly retention: Retention;
  private readonly checkpoints: Checkpoints;
  private readonly group: GroupCommit<Batch>;
  private readonly sequence: Sequence;

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
    this.traces = new TraceTable(database);
    this.ids = new TraceIds(database);
    this.writer = new TraceWriter(database);
    this.packs = new PackWriter(database);
    this.shares = new Shares(database);
    this.group = new GroupCommit((batches) => {
      this.commit(batches);
    }, options.expected);
    this.retention = new Retention(
      database,
      { ...DEFAULT_LIMITS, ...options.limits },
      options.onDropped ?? (() => undefined),
    );
    const last = database.prepare('SELECT max(seq) AS seq FROM pack').get()!;
    this.sequence = new Sequence((last['seq'] as number | null) ?? 0);
    this.checkpoints = new Checkpoints(database);
    this.retention.wake();
  }

  /** Keeps spans. Resolves when they are committed: whoever is told so may forget them. */
  async ingestSpans(split: Chunks<SpanChunk>): Promise<void> {
    return this.group.add({ spans: await this.compressed(packsOf(split)), logs: [] });
  }

  /** Keeps log records, as `ingestSpans` does. */
  async ingestLogs(split: Chunks<LogChunk>): Promise<void> {
    return this.group.add({ spans: [], logs: await this.compressed(packsOf(split)) });
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
        'DELETE FROM chunk; DELETE FROM pack; DELETE FROM trace; DELETE FROM trace_id; DELETE FROM share; DELETE FROM series; DELETE FROM point;',
      );
    });
    this.ids.clear();
    this.database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
  }

  /** Commits what waits and lets the folder go. */
  close(): void {
    this.group.flush();
    this.metrics.flush();
    this.compressor.stop();
    this.retention.stop();
    this.checkpoints.stop();
    this.database.close();
    this.lock.release();
  }

  private compressed<Chunk>(packs: readonly Pack<Chunk>[]): Promise<Pack<Chunk>[]> {
    return Promise.all(
      packs.map(async ({ chunks, size, bytes }) => ({
        chunks,
        size,
        bytes: await this.compressor.compressed(bytes),
      })),
    );
  }

  private commit(batches: readonly Batch[]): void {
    const touched = new Map<string, TraceRow>();
    const changes = new ShareChanges();
    const lastKey = this.ids.lastKey;
    let bytes = 0;
    transaction(this.database, () => {
      for (const { spans, logs } of batches) {
        for (const pack of spans) {
          const seq = this.sequence.next();
          const open = this.packs.begin(seq, pack.size, pack.bytes);
          for (const chunk of pack.chunks) {
            const row = this.rowFor(chunk.traceId, touched, changes);
            const taken = open.add(row.key, Signal.Traces, chunk.fingerprint, chunk.length, chunk.spans);
            if (taken === 0) continue;
            addSpans(row, chunk, taken);
            row.lastSeq = seq;
          }
          bytes += open.end();
        }
        for (const pack of logs) {
          const seq = this.sequence.next();
          const open = this.packs.begin(seq, pack.size, pack.bytes);
          for (const { traceId, fingerprint, length, records } of pack.chunks) {
            const row = traceId === '' ? undefined : this.rowFor(traceId, touched, changes);
            const taken = open.add(row?.key ?? NO_TRACE, Signal.Logs, fingerprint, length, records);
            if (taken === 0) continue;
            if (!row) {
              changes.add(NO_SERVICE, records, taken);
              continue;
            }
            row.logs += records;
            row.bytes += taken;
            row.lastSeq = seq;
          }
          bytes += open.end();
        }
      }
      for (const row of touched.values()) {
        if (row.key > lastKey) this.writer.insert(row);
        else this.writer.update(row);
        changes.addTrace(row, 1);
      }
      this.shares.save(changes);
      this.ids.index();
    });
    this.ids.committed([...touched.values()].filter(({ key }) => key > lastKey));
    this.retention.wake();
    this.checkpoints.committed(bytes);
    this.onCommit({
      // Summed up when somebody asks: most commits are nobody's business.
      get traces() {
        return [...touched.values()].filter(({ spans }) => spans > 0).map(summaryOf);
      },
    });
  }

  private rowFor(traceId: string, touched: Map<string, TraceRow>, changes: ShareChanges): TraceRow {
    let row = touched.get(traceId);
    if (!row) {
      const key = this.ids.find(traceId);
      row = (key && this.traces.get(key, traceId)) || emptyRow(++this.ids.lastKey, traceId);
      changes.addTrace(row, -1);
      touched.set(traceId, row);
    }
    return row;
  }
}
