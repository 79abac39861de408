import { Reader, Wire, tagOf } from './wire.ts';

const TRACE_ID = tagOf(1, Wire.Bytes);
const SPAN_ID = tagOf(2, Wire.Bytes);
const PARENT = tagOf(4, Wire.Bytes);
const NAME = tagOf(5, Wire.Bytes);
const KIND = tagOf(6, Wire.Varint);
const START = tagOf(7, Wire.Fixed64);
const END = tagOf(8, Wire.Fixed64);
const STATUS = tagOf(15, Wire.Bytes);
const STATUS_CODE = tagOf(3, Wire.Varint);
const FLAGS = tagOf(16, Wire.Fixed32);

/** The field of a Span that holds one attribute, event or link each. */
export const ATTRIBUTE = tagOf(9, Wire.Bytes);
export const EVENT = tagOf(11, Wire.Bytes);
export const LINK = tagOf(13, Wire.Bytes);

/**
 * Where a span's own fields stand in the bytes. One head is used again for every span: a million spans cost no object.
 * Offsets of absent fields are -1; a range is empty where `…End` equals it.
 */
export class SpanHead {
  traceId = -1;
  spanId = -1;
  /** -1 for a root, be the parent's id absent, empty or zero. */
  parent = -1;
  name = 0;
  nameEnd = 0;
  kind = 0;
  start = -1;
  end = -1;
  status = 0;
  flags = -1;

  /** Reads the Span message at `start`. */
  read(reader: Reader, start: number, end: number): void {
    this.clear();
    reader.pos = start;
    reader.end = end;
    while (reader.pos < end) this.take(reader.tag(), reader);
  }

  clear(): void {
    this.traceId = this.spanId = this.parent = this.start = this.end = this.flags = -1;
    this.name = this.nameEnd = this.kind = this.status = 0;
  }

  /** Takes in the value of one field, or steps over it. Ids of a wrong length or of zeros count as absent. */
  take(tag: number, reader: Reader): void {
    switch (tag) {
      case TRACE_ID:
        this.traceId = id(reader, 16);
        return;
      case SPAN_ID:
        this.spanId = id(reader, 8);
        return;
      case PARENT:
        this.parent = id(reader, 8);
        return;
      case NAME:
        this.nameEnd = reader.range();
        this.name = reader.pos;
        reader.pos = this.nameEnd;
        return;
      case KIND:
        this.kind = reader.varint();
        return;
      case START:
        this.start = reader.fixed(8);
        return;
      case END:
        this.end = reader.fixed(8);
        return;
      case STATUS:
        this.status = status(reader, reader.range());
        return;
      case FLAGS:
        this.flags = reader.fixed(4);
        return;
      default:
        reader.skip(tag);
    }
  }
}

/** Where an id of `size` bytes stands, or -1 when it is none. */
function id(reader: Reader, size: number): number {
  const end = reader.range();
  const at = reader.pos;
  reader.pos = end;
  return end - at === size && !isZero(reader.bytes, at, end) ? at : -1;
}

export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}

function status(reader: Reader, end: number): number {
  const outer = reader.end;
  let code = 0;
  reader.end = end;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === STATUS_CODE) code = reader.varint();
    else reader.skip(tag);
  }
  reader.end = outer;
  return code;
}
