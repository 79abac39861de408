import { fromJson } from '../../src/otlp/fromJson.ts';
import { Items } from '../../src/otlp/items.ts';
import { SpanHead } from '../../src/otlp/spanHead.ts';
import { Reader } from '../../src/otlp/wire.ts';
import { ORDER, requestOf } from './spans.ts';

export const BATCH_SPANS = 512;

/** Sizes of the traces in a batch, as the exporter of one service mixes them: few long ones, many short ones. */
const MIXED = [128, 64, 64, 32, 32, 16, 16, 16, 16, ...times(8, 8), ...times(8, 4), ...times(16, 2)];

/** How the spans are spread, for whoever reads the table. */
export const MIX =
  `batches of ${BATCH_SPANS} spans of one service, each with 10 attributes, in ${MIXED.length} new traces ` +
  '(one of 128 spans, most of 2 to 8)';

export const BATCH_TRACES = MIXED.length;

/** A byte of an id that stays as it is, in hex. */
const FILLER = '5a';

const SPAN_NS = 5_000_000;
const STEP_NS = 1_000;

/** Where a span of the template has what differs from batch to batch; its place in the batch; -1 for no parent. */
interface Spot {
  readonly index: number;
  readonly trace: number;
  readonly traceId: number;
  readonly spanId: number;
  readonly parent: number;
  readonly parentIndex: number;
  readonly start: number;
  readonly end: number;
}

/** The value that one trace of batch number `batch` holds and no other: what a search looks for. */
export const orderOf = (batch: number): string => `order-${String(batch).padStart(9, '0')}`;

/** The id of the trace that a `Batch` with `whole` writes. */
export const wholeTraceId = (run: number): string =>
  '0'.repeat(8) + FILLER.repeat(4) + run.toString(16).padStart(8, '0') + '0'.repeat(8);

/**
 * An export request, encoded once and made new in place: every batch has trace ids, span ids and times of its own, so
 * that a server can merge nothing. Writing them costs the generator a fraction of what reading them costs the server.
 */
export class Batch {
  private readonly body: Buffer;
  private readonly spots: readonly Spot[];
  private readonly order: number;
  private readonly run: number;
  private readonly whole: boolean;

  /** `run` (32 bits, not 0) keeps generators apart. With `whole`, all batches belong to one trace. */
  constructor(run: number, whole = false) {
    const sizes = whole ? [BATCH_SPANS] : MIXED;
    this.body = Buffer.from(fromJson(JSON.stringify(requestOf(sizes, whole)), 'ExportTraceServiceRequest'));
    this.spots = spotsOf(this.body);
    this.order = this.body.indexOf(ORDER);
    this.run = run;
    this.whole = whole;
  }

  /** The body of batch number `batch` (from 0), valid until the next is asked for. `now` in Unix ms. */
  write(batch: number, now: number): Buffer {
    const { body, run } = this;
    if (!this.whole) body.write(orderOf(batch), this.order, 'latin1');
    const base = BigInt(Math.floor(now)) * 1_000_000n;
    const low = Number(base & 0xffff_ffffn);
    const high = Number(base >> 32n);
    const time = (at: number, ns: number): void => {
      const sum = low + ns;
      body.writeUInt32LE(sum >>> 0, at);
      body.writeUInt32LE(high + (sum > 0xffff_ffff ? 1 : 0), at + 4);
    };
    const first = batch * BATCH_SPANS + 1;
    for (const spot of this.spots) {
      const trace = this.whole ? 0 : batch * BATCH_TRACES + spot.trace + 1;
      // Scattered, as random ids are: an index that lives on their order would look better than it is.
      body.writeUInt32BE(Math.imul(trace, 0x9e37_79b1) >>> 0, spot.traceId);
      body.writeUInt32BE(run, spot.traceId + 8);
      body.writeUInt32BE(trace, spot.traceId + 12);
      body.writeUInt32BE(run, spot.spanId);
      body.writeUInt32BE(first + spot.index, spot.spanId + 4);
      if (spot.parent >= 0) {
        body.writeUInt32BE(run, spot.parent);
        // A whole trace goes on below the first span of the batch before.
        body.writeUInt32BE((first + spot.parentIndex) >>> 0, spot.parent + 4);
      }
      time(spot.start, spot.index * STEP_NS);
      time(spot.end, spot.index * STEP_NS + SPAN_NS);
    }
    return body;
  }
}

/** The template's ids are small numbers: trace and span count from 1, the span before the first one is of the batch before. */
function spotsOf(body: Buffer): Spot[] {
  const items = new Items(body);
  const reader = new Reader(body);
  const head = new SpanHead();
  const spots: Spot[] = [];
  while (items.next()) {
    head.read(reader, items.start, items.end);
    const parent = head.parent < 0 ? 0 : body.readInt32BE(head.parent + 4);
    spots.push({
      index: body.readInt32BE(head.spanId + 4) - 1,
      trace: body.readInt32BE(head.traceId + 12) - 1,
      traceId: head.traceId,
      spanId: head.spanId,
      parent: head.parent,
      parentIndex: parent === BATCH_SPANS + 1 ? -BATCH_SPANS : parent - 1,
      start: head.start,
      end: head.end,
    });
  }
  for (const { traceId } of spots) body.fill(FILLER, traceId, traceId + 16, 'hex');
  return spots;
}

function times(count: number, size: number): number[] {
  return Array.from({ length: count }, () => size);
}
