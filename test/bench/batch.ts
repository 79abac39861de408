import { fromJson } from '../../src/otlp/fromJson.ts';
import { Items } from '../../src/otlp/items.ts';
import { SpanHead } from '../../src/otlp/spanHead.ts';
import { Reader } from '../../src/otlp/wire.ts';
import { CUSTOMER, ORDER, requestOf } from './spans.ts';

export const BATCH_SPANS = 512;

/** Sizes of the traces in a batch, as the exporter of one service mixes them: few long ones, many short ones. */
const MIXED = [128, 64, 64, 32, 32, 16, 16, 16, 16, ...times(8, 8), ...times(8, 4), ...times(16, 2)];

/** How the spans are spread, for whoever reads the table. */
export const MIX =
  `batches of ${BATCH_SPANS} spans of one service, each with 10 attributes, in ${MIXED.length} new traces ` +
  '(one of 128 spans, most of 2 to 8)';

export const BATCH_TRACES = MIXED.length;

const SPAN_NS = 5_000_000;
const STEP_NS = 1_000;
/** Times differ by up to so many ns, and customers by up to four digits: what is alike can be packed too well. */
const JITTER_NS = 0xf_ffff;
const DIGITS = Array.from({ length: 10_000 }, (_, i) =>
  Buffer.from(String(i).padStart(4, '0')).readUInt32LE(),
);

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
  /** The last four digits of its customer. */
  readonly customer: number;
}

/** The value that one trace of batch number `batch` holds and no other: what a search looks for. */
export const orderOf = (batch: number): string => `order-${String(batch).padStart(9, '0')}`;

/** The id of the trace that a `Batch` with `whole` writes. */
export function wholeTraceId(run: number): string {
  const id = Buffer.alloc(16);
  writeTraceId(viewOf(id), 0, run, 0);
  return id.toString('hex');
}

/**
 * An export request, encoded once and made new in place: every batch has trace ids, span ids and times of its own, so
 * that a server can merge nothing. Writing them costs the generator a fraction of what reading them costs the server.
 */
export class Batch {
  private readonly body: Buffer;
  private readonly view: DataView;
  private readonly spots: readonly Spot[];
  private readonly order: number;
  private readonly run: number;
  private readonly whole: boolean;

  /** `run` (32 bits, not 0) keeps generators apart. With `whole`, all batches belong to one trace. */
  constructor(run: number, whole = false) {
    const sizes = whole ? [BATCH_SPANS] : MIXED;
    this.body = Buffer.from(fromJson(JSON.stringify(requestOf(sizes, whole)), 'ExportTraceServiceRequest'));
    this.view = viewOf(this.body);
    this.spots = spotsOf(this.body);
    this.order = this.body.indexOf(ORDER);
    this.run = run;
    this.whole = whole;
  }

  /** The body of batch number `batch` (from 0), valid until the next is asked for. `now` in Unix ms. */
  write(batch: number, now: number): Buffer {
    const { body, view, run } = this;
    if (!this.whole) body.write(orderOf(batch), this.order, 'latin1');
    const base = BigInt(Math.floor(now)) * 1_000_000n;
    const low = Number(base & 0xffff_ffffn);
    const high = Number(base >> 32n);
    const time = (at: number, ns: number): void => {
      const sum = low + ns;
      view.setUint32(at, sum >>> 0, true);
      view.setUint32(at + 4, high + (sum > 0xffff_ffff ? 1 : 0), true);
    };
    const first = batch * BATCH_SPANS + 1;
    for (const spot of this.spots) {
      const trace = this.whole ? 0 : batch * BATCH_TRACES + spot.trace + 1;
      const chance = scattered(first + spot.index);
      writeTraceId(view, spot.traceId, run, trace);
      writeSpanId(view, spot.spanId, run, first + spot.index);
      // A whole trace goes on below the first span of the batch before.
      if (spot.parent >= 0) writeSpanId(view, spot.parent, run, first + spot.parentIndex);
      if (spot.customer >= 0) view.setUint32(spot.customer, DIGITS[chance % DIGITS.length]!, true);
      const start = spot.index * STEP_NS + (chance & JITTER_NS);
      time(spot.start, start);
      time(spot.end, start + SPAN_NS + (chance >>> 12));
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
      customer: lastDigits(body, items.start, items.end),
    });
  }
  return spots;
}

/** -1 for the span that has an order instead. */
function lastDigits(body: Buffer, start: number, end: number): number {
  const at = body.subarray(start, end).indexOf(CUSTOMER);
  return at < 0 ? -1 : start + at + CUSTOMER.length - 4;
}

/** As random ones are: an index that lives on their order, or a packer on what they share, would look better than it is. */
function writeTraceId(view: DataView, at: number, run: number, trace: number): void {
  writeSpanId(view, at, run, trace);
  writeSpanId(view, at + 8, ~run, trace);
}

/** Of each number another one: half of it alone tells them apart. */
function writeSpanId(view: DataView, at: number, run: number, number: number): void {
  view.setUint32(at, scattered(number ^ run));
  view.setUint32(at + 4, scattered(Math.imul(number, 0x9e37_79b1) + run));
}

/** A bijection of 32 bits that leaves no pattern: the finalizer of MurmurHash3. */
function scattered(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

function times(count: number, size: number): number[] {
  return Array.from({ length: count }, () => size);
}
