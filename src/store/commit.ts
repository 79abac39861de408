import { itemsIn, type LogChunk, type SpanChunk } from '../otlp/chunk.ts';
import type { Pack } from './pack.ts';
import type { PackWriter } from './packWriter.ts';
import { NO_TRACE, Signal } from './schema.ts';
import type { Sequence } from './sequence.ts';
import { NO_SERVICE, ShareChanges } from './shares.ts';
import type { TraceIds } from './traceIds.ts';
import { addLogs, addSpans, emptyRow, idBytes, type TraceRow } from './traceRow.ts';
import type { TraceTable } from './traceTable.ts';

/** Where a commit finds what is there, and puts what comes. */
export interface Tables {
  readonly ids: TraceIds;
  readonly traces: TraceTable;
  readonly packs: PackWriter;
  readonly sequence: Sequence;
}

/** What one transaction adds to the packs, and what that makes of the traces. */
export class Commit {
  /** The traces that are new or have grown. */
  readonly touched = new Map<string, TraceRow>();
  /** Above this key they are new. */
  readonly lastKey: number;
  readonly changes = new ShareChanges();
  /** Of the packs that were written. */
  bytes = 0;

  private readonly tables: Tables;

  constructor(tables: Tables) {
    this.tables = tables;
    this.lastKey = tables.ids.lastKey;
  }

  addSpans(pack: Pack<SpanChunk>): void {
    this.add(pack, Signal.Traces, (chunk, taken, row) => {
      if (row) addSpans(row, chunk, taken);
    });
  }

  addLogs(pack: Pack<LogChunk>): void {
    this.add(pack, Signal.Logs, ({ records }, taken, row) => {
      if (row) addLogs(row, records, taken);
      else this.changes.add(NO_SERVICE, records, taken);
    });
  }

  private add<Chunk extends SpanChunk | LogChunk>(
    { chunks, size, bytes }: Pack<Chunk>,
    signal: number,
    count: (chunk: Chunk, taken: number, row: TraceRow | undefined) => void,
  ): void {
    const { packs, sequence } = this.tables;
    const seq = sequence.next();
    const open = packs.begin(seq, size, bytes);
    for (const chunk of chunks) {
      const { traceId, fingerprint, length } = chunk;
      const row = traceId === '' ? undefined : this.rowFor(traceId);
      const isFirst = row !== undefined && row.lastSeq === 0;
      const taken = open.add(row?.key ?? NO_TRACE, isFirst, signal, fingerprint, length, itemsIn(chunk));
      if (taken === 0) continue;
      count(chunk, taken, row);
      if (row) row.lastSeq = seq;
    }
    this.bytes += open.end();
  }

  private rowFor(traceId: string): TraceRow {
    let row = this.touched.get(traceId);
    if (!row) {
      const { ids, traces } = this.tables;
      const id = idBytes(traceId);
      const key = ids.find(traceId, id);
      row = (key && traces.get(key, id)) || emptyRow(++ids.lastKey, traceId, id);
      this.changes.addTrace(row, -1);
      this.touched.set(traceId, row);
    }
    return row;
  }
}
