import type { Envelope, Items } from './items.ts';
import { WireError, asBuffer } from './wire.ts';

/** Resources are copied to each of their traces; a request built to make that explode is refused. */
const LARGEST = 256 * 1024 * 1024;

/** Memory of that size, with anything in it. */
export type Allocate = (size: number) => Buffer;

export const allocateSlow: Allocate = (size) => Buffer.allocUnsafeSlow(size);

/** What is kept of an item: its group, where it is from its tag to its end, and the number of its scope. */
const COLUMNS = 4;
/** Memory for the rows of one request after the other: a request is split without a pause. */
let spare = new Int32Array(1_024 * COLUMNS);
const LARGEST_SPARE = 64 * 1_024 * COLUMNS;

/**
 * Puts the items of one request into groups (traces) and writes each group as a request of its own, by copying
 * ranges of bytes: resources, scopes, schema URLs and unknown fields stay as they came.
 */
export class Groups {
  readonly #bytes: Uint8Array;
  /** Fields of the request that no version of OTLP knows. */
  readonly #own: readonly number[];
  readonly #scopes: Scope[] = [];
  #count = 0;

  constructor(items: Items) {
    this.#bytes = items.bytes;
    if (spare.length > LARGEST_SPARE) spare = new Int32Array(LARGEST_SPARE);
    this.#own = items.own;
  }

  add({ record, end, scope, resource }: Items, group: number): void {
    if (this.#scopes.at(-1)?.scope !== scope) this.#scopes.push({ scope, resource });
    const at = this.#count++ * COLUMNS;
    if (at === spare.length) {
      const larger = new Int32Array(spare.length * 2);
      larger.set(spare);
      spare = larger;
    }
    spare[at] = group;
    spare[at + 1] = record;
    spare[at + 2] = end;
    spare[at + 3] = this.#scopes.length - 1;
  }

  /** The requests of the groups 0 … count-1, end to end in memory that `allocate` gives, and how long each is. */
  write(count: number, allocate: Allocate): Written {
    const order = this.#byGroup(count);
    const plans: ScopePlan[][] = [];
    const lengths: number[] = [];
    let total = 0;
    for (let group = 0, row = 0; group < count; group++) {
      const scopes: ScopePlan[] = [];
      for (; row < order.length && spare[order[row]!] === group; row++) this.#plan(scopes, order, row);
      const size = requestSize(scopes) + sizeOf(this.#own);
      plans.push(scopes);
      lengths.push(size);
      total += size;
    }
    if (total > LARGEST)
      throw new WireError(`split by trace it takes ${total} bytes: its resources are too large`, 0);
    // Every byte of it is written below: it need not be zero before.
    const out = allocate(total);
    const source = asBuffer(this.#bytes);
    let at = 0;
    for (const [group, scopes] of plans.entries()) {
      const start = at;
      at = writeRequest(source, scopes, order, out, at);
      at = copy(source, this.#own, out, at);
      if (at !== start + lengths[group]!)
        throw new RangeError('a request was planned with another size than it has');
    }
    return { bytes: out, lengths };
  }

  /** Where the rows are, sorted by group, keeping their order within one. */
  #byGroup(count: number): Uint32Array {
    const end = this.#count * COLUMNS;
    const next = new Uint32Array(count + 1);
    for (let at = 0; at < end; at += COLUMNS) next[spare[at]! + 1]!++;
    for (let group = 0; group < count; group++) next[group + 1]! += next[group]!;
    const order = new Uint32Array(this.#count);
    for (let at = 0; at < end; at += COLUMNS) order[next[spare[at]!]!++] = at;
    return order;
  }

  #plan(scopes: ScopePlan[], order: Uint32Array, row: number): void {
    const at = order[row]!;
    const { scope, resource } = this.#scopes[spare[at + 3]!]!;
    let plan = scopes.at(-1);
    if (plan?.scope !== scope) {
      plan = { resource, scope, from: row, to: row, size: sizeOf(scope.own) };
      scopes.push(plan);
    }
    plan.to = row + 1;
    plan.size += spare[at + 2]! - spare[at + 1]!;
  }
}

interface Scope {
  readonly scope: Envelope;
  readonly resource: Envelope;
}

/** Requests, end to end. */
export interface Written {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/** One scope of a group: which of the sorted rows to copy and how large it gets. */
interface ScopePlan extends Scope {
  readonly from: number;
  to: number;
  size: number;
}

/** Index after the last scope that shares the resource of the scope at `from`. */
function resourceEnd(scopes: readonly ScopePlan[], from: number): number {
  let to = from + 1;
  while (to < scopes.length && scopes[to]!.resource === scopes[from]!.resource) to++;
  return to;
}

function resourceSize(scopes: readonly ScopePlan[], from: number, to: number): number {
  let size = sizeOf(scopes[from]!.resource.own);
  for (let i = from; i < to; i++) size += framed(scopes[i]!.size);
  return size;
}

function requestSize(scopes: readonly ScopePlan[]): number {
  let size = 0;
  for (let from = 0, to: number; from < scopes.length; from = to) {
    to = resourceEnd(scopes, from);
    size += framed(resourceSize(scopes, from, to));
  }
  return size;
}

function writeRequest(
  source: Buffer,
  scopes: readonly ScopePlan[],
  order: Uint32Array,
  out: Buffer,
  start: number,
): number {
  let at = start;
  for (let from = 0, to: number; from < scopes.length; from = to) {
    to = resourceEnd(scopes, from);
    at = writeFrame(out, at, 1, resourceSize(scopes, from, to));
    at = copy(source, scopes[from]!.resource.own, out, at);
    for (let i = from; i < to; i++) {
      at = writeFrame(out, at, 2, scopes[i]!.size);
      at = copy(source, scopes[i]!.scope.own, out, at);
      at = copyItems(source, scopes[i]!, order, out, at);
    }
  }
  return at;
}

function sizeOf(ranges: readonly number[]): number {
  let size = 0;
  for (let i = 0; i < ranges.length; i += 2) size += ranges[i + 1]! - ranges[i]!;
  return size;
}

/** Size of a message of `size` bytes with its tag (one byte: field numbers are small) and length. */
function framed(size: number): number {
  let bytes = size + 2;
  for (let rest = size >>> 7; rest > 0; rest >>>= 7) bytes++;
  return bytes;
}

function writeFrame(out: Buffer, start: number, field: number, size: number): number {
  let at = start;
  out[at++] = field * 8 + 2;
  let rest = size;
  for (; rest >= 0x80; rest >>>= 7) out[at++] = (rest & 0x7f) | 0x80;
  out[at++] = rest;
  return at;
}

function copy(source: Buffer, ranges: readonly number[], out: Buffer, start: number): number {
  let at = start;
  for (let i = 0; i < ranges.length; i += 2) at += source.copy(out, at, ranges[i], ranges[i + 1]);
  return at;
}

/** Items that lie side by side are copied at once. */
function copyItems(
  source: Buffer,
  { from, to }: ScopePlan,
  order: Uint32Array,
  out: Buffer,
  start: number,
): number {
  let at = start;
  for (let row = from; row < to;) {
    const begin = spare[order[row]! + 1]!;
    let end = begin;
    for (; row < to && spare[order[row]! + 1] === end; row++) end = spare[order[row]! + 2]!;
    at += source.copy(out, at, begin, end);
  }
  return at;
}
