import type { SpanChunk, Split } from './chunk.ts';
import { checkField } from './check.ts';
import { allocateSlow, Groups } from './groups.ts';
import { Interner, mix } from './interner.ts';
import { Items, type Envelope } from './items.ts';
import { serviceOf } from './resource.ts';
import { messageOf } from './schema.ts';
import { SpanHead } from './spanHead.ts';
import { Reader, asBuffer, int32At, uint32At, uint64At, uint64Of } from './wire.ts';

/** By tag: the messages within a span that its head does not read. */
const INNER = messageOf('Span').byTag.map((field) => (field?.name === 'status' ? undefined : field?.message));
const ERROR = 2;

/** What is known of one trace while its spans pass by. Offsets into the request, -1 for absent. */
interface Tally {
  readonly traceId: number;
  spans: number;
  errors: number;
  /** Where the earliest start and the latest end are written. */
  start: number;
  end: number;
  /** Of the root, or of the earliest span while there is none. */
  name: number;
  nameEnd: number;
  nameOf: Envelope;
  hasRoot: boolean;
  readonly resources: Envelope[];
  hashLow: number;
  hashHigh: number;
}

/**
 * Takes an ExportTraceServiceRequest apart by trace. Spans without valid ids are counted as rejected. Throws a
 * WireError where the bytes cannot be read.
 * @param allocate Gives the memory of the chunks; a request of one trace is its chunk as it came.
 */
export function splitTraces(body: Uint8Array, allocate = allocateSlow): Split<SpanChunk> {
  const items = new Items(body);
  const groups = new Groups(items);
  const traceIds = new Interner();
  const tallies: Tally[] = [];
  const reader = new Reader(body);
  const head = new SpanHead();
  let badTraceIds = 0;
  let badSpanIds = 0;
  while (items.next()) {
    readChecked(reader, head, items);
    if (head.traceId < 0) badTraceIds++;
    else if (head.spanId < 0) badSpanIds++;
    else {
      const trace = traceIds.intern(body, head.traceId, head.traceId + 16);
      const tally = (tallies[trace] ??= newTally(head, items.resource));
      count(tally, body, head, items.resource);
      groups.add(items, trace);
    }
  }
  const rejected = badTraceIds + badSpanIds;
  const whole = tallies.length === 1 && rejected === 0;
  const { bytes, lengths } = whole
    ? { bytes: body, lengths: [body.length] }
    : groups.write(tallies.length, allocate);
  const services: Services = new Map();
  const chunks = tallies.map((tally, trace) => chunkOf(tally, lengths[trace]!, body, services));
  return { chunks, bytes, rejected, reason: reasonOf(badTraceIds, badSpanIds) };
}

function readChecked(reader: Reader, head: SpanHead, items: Items): void {
  head.clear();
  reader.pos = items.start;
  reader.end = items.end;
  while (reader.pos < items.end) {
    const tag = reader.tag();
    const inner = INNER[tag];
    if (inner === undefined) head.take(tag, reader);
    else checkField(reader, inner);
  }
}

function newTally(head: SpanHead, resource: Envelope): Tally {
  return {
    traceId: head.traceId,
    spans: 0,
    errors: 0,
    start: -1,
    end: -1,
    name: head.name,
    nameEnd: head.nameEnd,
    nameOf: resource,
    hasRoot: false,
    resources: [],
    hashLow: 0,
    hashHigh: 0,
  };
}

function count(tally: Tally, body: Uint8Array, head: SpanHead, resource: Envelope): void {
  tally.spans++;
  if (head.status === ERROR) tally.errors++;
  if (tally.resources.at(-1) !== resource) tally.resources.push(resource);
  const earliest =
    head.start >= 0 && isTime(body, head.start) && (tally.start < 0 || isLess(body, head.start, tally.start));
  if (earliest) tally.start = head.start;
  if (head.end >= 0 && (tally.end < 0 || isLess(body, tally.end, head.end))) tally.end = head.end;
  const isRoot = head.parent < 0;
  if (isRoot ? !tally.hasRoot : earliest && !tally.hasRoot) {
    tally.name = head.name;
    tally.nameEnd = head.nameEnd;
    tally.nameOf = resource;
    tally.hasRoot = isRoot;
  }
  tally.hashLow = mix(tally.hashLow, int32At(body, head.spanId));
  tally.hashHigh = mix(tally.hashHigh ^ tally.hashLow, int32At(body, head.spanId + 4));
}

function isTime(bytes: Uint8Array, at: number): boolean {
  return uint32At(bytes, at) !== 0 || uint32At(bytes, at + 4) !== 0;
}

/** Whether the 64-bit number at `a` is less than the one at `b`. */
function isLess(bytes: Uint8Array, a: number, b: number): boolean {
  const highA = uint32At(bytes, a + 4);
  const highB = uint32At(bytes, b + 4);
  return highA === highB ? uint32At(bytes, a) < uint32At(bytes, b) : highA < highB;
}

function chunkOf(tally: Tally, length: number, body: Uint8Array, services: Services): SpanChunk {
  const buffer = asBuffer(body);
  return {
    traceId: buffer.toString('hex', tally.traceId, tally.traceId + 16),
    length,
    spans: tally.spans,
    errors: tally.errors,
    start: tally.start < 0 ? 0n : uint64At(body, tally.start),
    end: tally.end < 0 ? 0n : uint64At(body, tally.end),
    hasRoot: tally.hasRoot,
    rootName: buffer.toString('utf8', tally.name, tally.nameEnd),
    rootService: serviceIn(body, tally.nameOf, services)[0],
    services: servicesIn(body, tally.resources, services),
    fingerprint: uint64Of(tally.hashLow, tally.hashHigh),
  };
}

/** A list of the one service that a resource names: chunks share it. */
type Services = Map<Envelope, readonly [string]>;

function serviceIn(body: Uint8Array, resource: Envelope, known: Services): readonly [string] {
  const service = known.get(resource) ?? ([serviceOf(body, resource)] as const);
  known.set(resource, service);
  return service;
}

function servicesIn(body: Uint8Array, resources: readonly Envelope[], known: Services): readonly string[] {
  if (resources.length === 1) return serviceIn(body, resources[0]!, known);
  return [...new Set(resources.map((resource) => serviceIn(body, resource, known)[0]))];
}

function reasonOf(badTraceIds: number, badSpanIds: number): string {
  const reasons: string[] = [];
  if (badTraceIds > 0) reasons.push(`${badTraceIds} without a valid trace id (16 bytes, not all zero)`);
  if (badSpanIds > 0) reasons.push(`${badSpanIds} without a valid span id (8 bytes, not all zero)`);
  return reasons.length === 0 ? '' : `Refused spans: ${reasons.join(', ')}.`;
}
