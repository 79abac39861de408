import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MetricSeries } from '../otlp/metric.ts';
import { GroupCommit } from './groupCommit.ts';
import { openForReading } from './schema.ts';
import { transaction } from './transaction.ts';

/** Beyond, the eighth that was not seen for longest is forgotten. */
const MAX_SERIES = 2_000;
/** What a data point writes of the database, about: a page. */
const BYTES_OF_POINT = 8_192;
/** Points kept of each series: an hour of SDKs that export once a minute. */
export const MAX_POINTS = 60;

export interface MetricReader {
  /** Every series by service and name; with a trace id only those that have an exemplar in that trace. */
  list(traceId?: string): MetricSeries[];
  close(): void;
}

/** Opens the metrics of a data folder for reading; empty where no server ever ran. */
export function openMetrics(data: string): MetricReader {
  const database = openForReading(data);
  return {
    list: (traceId) => (database ? listMetrics(database, traceId) : []),
    close: () => database?.close(),
  };
}

interface Batch {
  readonly items: number;
  readonly series: readonly MetricSeries[];
}

/** The latest points of each metric series, in the database of the traces. */
export class MetricStore {
  private readonly database: DatabaseSync;
  private readonly onCommit: (bytes: number) => void;
  private readonly maxSeries: number;
  private readonly saveSeries: StatementSync;
  private readonly savePoint: StatementSync;
  private readonly dropPoints: StatementSync;
  private readonly group = new GroupCommit<Batch>((batches) => {
    this.commit(batches.flatMap(({ series }) => series));
  });

  /** `onCommit` hears how many bytes were written, about. */
  constructor(database: DatabaseSync, onCommit: (bytes: number) => void, maxSeries = MAX_SERIES) {
    this.database = database;
    this.onCommit = onCommit;
    this.maxSeries = maxSeries;
    this.saveSeries = database.prepare(`
      INSERT INTO series (fingerprint, identity, seen) VALUES (?, ?, ?)
      ON CONFLICT (fingerprint) DO UPDATE SET identity = excluded.identity, seen = excluded.seen RETURNING id`);
    // A point that a retry brings again has the same time.
    this.savePoint = database.prepare('INSERT OR REPLACE INTO point VALUES (?, ?, ?)');
    this.dropPoints = database.prepare(`
      DELETE FROM point WHERE series = ?1 AND time <=
        (SELECT time FROM point WHERE series = ?1 ORDER BY time DESC LIMIT 1 OFFSET ${MAX_POINTS})`);
  }

  /** Keeps data points. Resolves when they are committed. */
  ingest(series: readonly MetricSeries[]): Promise<void> {
    return this.group.add({ items: series.length, series });
  }

  list(traceId?: string): MetricSeries[] {
    return listMetrics(this.database, traceId);
  }

  /** Commits what waits, now. */
  flush(): void {
    this.group.flush();
  }

  private commit(all: readonly MetricSeries[]): void {
    const now = Date.now();
    transaction(this.database, () => {
      for (const { points, ...series } of all) {
        const { id } = this.saveSeries.get(fingerprintOf(series), JSON.stringify(series), now)!;
        for (const point of points) {
          const time = BigInt(point.timeUnixNano ?? 0) || BigInt(now) * 1_000_000n;
          this.savePoint.run(id!, BigInt.asIntN(64, time), JSON.stringify(point));
        }
        this.dropPoints.run(id!);
      }
      this.forgetOldest();
    });
    this.onCommit(all.length * BYTES_OF_POINT);
  }

  private forgetOldest(): void {
    const { count } = this.database.prepare('SELECT count(*) AS count FROM series').get() as {
      count: number;
    };
    if (count <= this.maxSeries) return;
    const tooMany = count - this.maxSeries + Math.ceil(this.maxSeries / 8);
    this.database
      .prepare('DELETE FROM series WHERE id IN (SELECT id FROM series ORDER BY seen, id LIMIT ?)')
      .run(tooMany);
    this.database.exec('DELETE FROM point WHERE series NOT IN (SELECT id FROM series)');
  }
}

type Described = Omit<MetricSeries, 'points'>;

function fingerprintOf({ name, unit, type, service, scope, attributes }: Described): Uint8Array {
  return createHash('sha1')
    .update(JSON.stringify([name, unit, type, service, scope, attributes]))
    .digest();
}

function listMetrics(database: DatabaseSync, traceId?: string): MetricSeries[] {
  const list = new Map<number, MetricSeries>();
  const rows = database
    .prepare('SELECT id, identity, point FROM series JOIN point ON series = id ORDER BY id, time')
    .iterate() as Iterable<{ id: number; identity: string; point: string }>;
  for (const { id, identity, point } of rows) {
    let series = list.get(id);
    if (!series) list.set(id, (series = { ...(JSON.parse(identity) as Described), points: [] }));
    (series.points as MetricSeries['points'][number][]).push(
      JSON.parse(point) as MetricSeries['points'][number],
    );
  }
  return [...list.values()]
    .filter((series) => traceId === undefined || mentions(series, traceId))
    .sort(byName);
}

function mentions({ points }: MetricSeries, traceId: string): boolean {
  return points.some(({ exemplars }) => exemplars?.some((exemplar) => exemplar.traceId === traceId));
}

function byName(a: MetricSeries, b: MetricSeries): number {
  return compare(a.service, b.service) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
