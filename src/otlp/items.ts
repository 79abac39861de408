import { check } from './check.ts';
import { messageOf, type Message } from './schema.ts';
import { Reader, Wire, tagOf } from './wire.ts';

/** A ResourceSpans or ScopeSpans (or their like of logs and metrics) without its children. */
export interface Envelope {
  /** Range of the Resource or InstrumentationScope message; empty where it is absent. */
  readonly info: number;
  readonly infoEnd: number;
  /** Ranges of all fields that are not children (info, schema_url, unknown ones), tags included: start, end, start, … */
  readonly own: readonly number[];
}

/** Field numbers that the requests of all three signals share. */
const INFO = tagOf(1, Wire.Bytes);
const CHILD = tagOf(2, Wire.Bytes);
const RESOURCE = tagOf(1, Wire.Bytes);

/**
 * Walks the spans, log records or metrics of an export request: the three have the same form, a list of resources
 * with lists of scopes with lists of items. After `next()` returned true, the public fields tell where the item is.
 * Throws a WireError where the bytes cannot be read.
 */
export class Items {
  readonly bytes: Uint8Array;
  /** The item's message. */
  start = 0;
  end = 0;
  /** Where the item's tag stands. */
  record = 0;
  resource: Envelope = NOTHING;
  scope: Envelope = NOTHING;
  /** Fields of the request itself that no version of OTLP knows. */
  readonly own: number[] = [];

  readonly #request: Reader;
  readonly #resource: Reader;
  readonly #scope: Reader;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#request = new Reader(bytes);
    this.#resource = new Reader(bytes, 0, 0);
    this.#scope = new Reader(bytes, 0, 0);
  }

  next(): boolean {
    const scope = this.#scope;
    for (;;) {
      while (scope.pos < scope.end) {
        const at = scope.pos;
        const tag = scope.tag();
        if (tag !== CHILD) {
          scope.skip(tag);
          continue;
        }
        this.record = at;
        this.end = scope.range();
        this.start = scope.pos;
        scope.pos = this.end;
        return true;
      }
      if (!this.#nextScope()) return false;
    }
  }

  #nextScope(): boolean {
    const resource = this.#resource;
    for (;;) {
      while (resource.pos < resource.end) {
        const tag = resource.tag();
        if (tag !== CHILD) {
          resource.skip(tag);
          continue;
        }
        const end = resource.range();
        const envelope = open(this.bytes, SCOPE_INFO, resource.pos, end);
        enter(this.#scope, resource.pos, end);
        resource.pos = end;
        if (envelope === undefined) continue;
        this.scope = envelope;
        return true;
      }
      if (!this.#nextResource()) return false;
    }
  }

  #nextResource(): boolean {
    const request = this.#request;
    while (request.pos < request.end) {
      const at = request.pos;
      const tag = request.tag();
      if (tag !== RESOURCE) {
        request.skip(tag);
        addRange(this.own, at, request.pos);
        continue;
      }
      const end = request.range();
      const envelope = open(this.bytes, RESOURCE_INFO, request.pos, end);
      enter(this.#resource, request.pos, end);
      request.pos = end;
      if (envelope === undefined) continue;
      this.resource = envelope;
      return true;
    }
    return false;
  }
}

const RESOURCE_INFO = messageOf('Resource');
const SCOPE_INFO = messageOf('InstrumentationScope');
const NOTHING: Envelope = { info: 0, infoEnd: 0, own: [] };

function enter(reader: Reader, start: number, end: number): void {
  reader.pos = start;
  reader.end = end;
}

/** Reads an envelope's own fields, which may stand after its children; undefined where it has no children. */
function open(bytes: Uint8Array, message: Message, start: number, end: number): Envelope | undefined {
  const reader = new Reader(bytes, start, end);
  let info = 0;
  let infoEnd = 0;
  let children = false;
  const own: number[] = [];
  while (reader.pos < end) {
    const at = reader.pos;
    const tag = reader.tag();
    if (tag === CHILD) {
      reader.pos = reader.range();
      children = true;
      continue;
    }
    if (tag === INFO) {
      infoEnd = reader.range();
      info = reader.pos;
      check(reader, message, info, infoEnd);
      reader.end = end;
    } else {
      reader.skip(tag);
    }
    addRange(own, at, reader.pos);
  }
  return children ? { info, infoEnd, own } : undefined;
}

/** Appends a range, or lengthens the last one where both touch. */
export function addRange(ranges: number[], start: number, end: number): void {
  if (ranges.length > 0 && ranges.at(-1) === start) ranges[ranges.length - 1] = end;
  else ranges.push(start, end);
}
