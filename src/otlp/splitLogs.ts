import { createHash } from 'node:crypto';
import type { LogChunk, Split } from './chunk.ts';
import { check } from './check.ts';
import { allocateSlow, Groups } from './groups.ts';
import { Interner } from './interner.ts';
import { Items } from './items.ts';
import { messageOf } from './schema.ts';
import { isZero } from './spanHead.ts';
import { Reader, Wire, asBuffer, tagOf } from './wire.ts';

const LOG_RECORD = messageOf('LogRecord');
const TRACE_ID = tagOf(9, Wire.Bytes);

/**
 * Takes an ExportLogsServiceRequest apart by trace. A record with no valid trace id belongs to none (''), as the
 * specification says; none is rejected. Throws a WireError where the bytes cannot be read.
 */
export function splitLogs(body: Uint8Array, allocate = allocateSlow): Split<LogChunk> {
  const items = new Items(body);
  const groups = new Groups(items);
  const traceIds = new Interner();
  const records: number[] = [];
  const reader = new Reader(body);
  while (items.next()) {
    check(reader, LOG_RECORD, items.start, items.end);
    const at = traceIdAt(reader, items.start, items.end);
    const group = at < 0 ? traceIds.intern(body, 0, 0) : traceIds.intern(body, at, at + 16);
    records[group] = (records[group] ?? 0) + 1;
    groups.add(items, group);
  }
  const { bytes, lengths } =
    records.length === 1 ? { bytes: body, lengths: [body.length] } : groups.write(records.length, allocate);
  let at = 0;
  const chunks = lengths.map((length, group) => ({
    traceId: asBuffer(body).toString('hex', traceIds.starts[group], traceIds.ends[group]),
    length,
    records: records[group]!,
    fingerprint: fingerprintOf(bytes.subarray(at, (at += length))),
  }));
  return { chunks, bytes, rejected: 0, reason: '' };
}

function fingerprintOf(bytes: Uint8Array): bigint {
  return createHash('sha1').update(bytes).digest().readBigUInt64LE();
}

function traceIdAt(reader: Reader, start: number, end: number): number {
  let found = -1;
  reader.pos = start;
  reader.end = end;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== TRACE_ID) {
      reader.skip(tag);
      continue;
    }
    const idEnd = reader.range();
    found = idEnd - reader.pos === 16 && !isZero(reader.bytes, reader.pos, idEnd) ? reader.pos : -1;
    reader.pos = idEnd;
  }
  return found;
}
