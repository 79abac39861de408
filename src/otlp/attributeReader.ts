import * as former from '../semconv/formerNames.ts';
import * as names from '../semconv/names.ts';
import type { Texts } from './texts.ts';
import { Reader, Wire, isSame, tagOf } from './wire.ts';

const KEY = tagOf(1, Wire.Bytes);
const VALUE = tagOf(2, Wire.Bytes);
const STRING = tagOf(1, Wire.Bytes);
const INT = tagOf(3, Wire.Varint);

/** What the columns keep of a span's attributes, one slot a meaning; a former name fills the slot of its successor. */
export const Slot = {
  StatusCode: 0,
  Table: 1,
  Destination: 2,
  Route: 3,
  Path: 4,
  Method: 5,
  File: 6,
  Line: 7,
  Function: 8,
  Namespace: 9,
  Exception: 10,
  Count: 11,
} as const;

/** Today's name first: where a span carries both generations (http/dup), it wins. */
const SLOTS: readonly (readonly [string, number])[] = [
  [names.ATTR_HTTP_RESPONSE_STATUS_CODE, Slot.StatusCode],
  [names.ATTR_DB_COLLECTION_NAME, Slot.Table],
  [names.ATTR_MESSAGING_DESTINATION_NAME, Slot.Destination],
  [names.ATTR_HTTP_ROUTE, Slot.Route],
  [names.ATTR_URL_PATH, Slot.Path],
  [names.ATTR_HTTP_REQUEST_METHOD, Slot.Method],
  [names.ATTR_CODE_FILE_PATH, Slot.File],
  [names.ATTR_CODE_LINE_NUMBER, Slot.Line],
  [names.ATTR_CODE_FUNCTION_NAME, Slot.Function],
  [names.ATTR_EXCEPTION_TYPE, Slot.Exception],
  [names.ATTR_EXCEPTION_MESSAGE, Slot.Exception],
  [former.FORMER_HTTP_STATUS_CODE, Slot.StatusCode],
  [former.FORMER_DB_SQL_TABLE, Slot.Table],
  [former.FORMER_DB_MONGODB_COLLECTION, Slot.Table],
  [former.FORMER_HTTP_TARGET, Slot.Path],
  [former.FORMER_HTTP_METHOD, Slot.Method],
  [former.FORMER_CODE_FILEPATH, Slot.File],
  [former.FORMER_CODE_LINENO, Slot.Line],
  [former.FORMER_CODE_FUNCTION, Slot.Function],
  [former.FORMER_CODE_NAMESPACE, Slot.Namespace],
];

/** The key comes first and is short in whatever an exporter writes. */
const SHORT = 0x80;

const NAMES = SLOTS.map(([name]) => Buffer.from(name));
/** By length and last letter the names that a key may be: most keys are passed over without comparing any. */
const ALIKE: (number[] | undefined)[] = Array.from({ length: 64 * 32 });
const shapeOf = (bytes: Uint8Array, start: number, end: number): number =>
  ((end - start) & 63) * 32 + (bytes[end - 1]! & 31);
for (const [known, bytes] of NAMES.entries()) (ALIKE[shapeOf(bytes, 0, bytes.length)] ??= []).push(known);

/** Which of the names stands there, as its place in SLOTS; -1 for none. */
function nameAt(bytes: Uint8Array, start: number, end: number): number {
  const alike = ALIKE[shapeOf(bytes, start, end)];
  if (alike !== undefined)
    for (const known of alike) if (isSame(NAMES[known]!, bytes, start, end)) return known;
  return -1;
}

/** Where the value's field of a KeyValue stands that is written as most are, short key then short value; else -1. */
function plainValue(bytes: Uint8Array, start: number, end: number): number {
  if (start + 2 >= end || bytes[start] !== KEY || bytes[start + 1]! >= SHORT) return -1;
  const at = start + 2 + bytes[start + 1]!;
  if (at + 2 > end || bytes[at] !== VALUE || bytes[at + 1]! >= SHORT) return -1;
  return bytes[at + 1] === end - at - 2 ? at : -1;
}

/** Collects the attributes of one span that the columns keep, passing over all others without decoding them. */
export class AttributeReader {
  /** By Slot: an index into the texts, or 0. */
  readonly text = new Uint32Array(Slot.Count);
  /** By Slot: the number where the value is an integer, or 0. */
  readonly number = new Uint32Array(Slot.Count);

  /** By Slot: which name filled it, as its place in SLOTS. */
  readonly #rank = new Uint8Array(Slot.Count).fill(SLOTS.length);
  readonly #texts: Texts;
  #clean = true;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  clear(): void {
    if (this.#clean) return;
    this.text.fill(0);
    this.number.fill(0);
    this.#rank.fill(SLOTS.length);
    this.#clean = true;
  }

  /** Reads the KeyValue from `reader.pos` to `end`. */
  read(reader: Reader, end: number): void {
    const outer = reader.end;
    const { bytes, pos } = reader;
    const plain = plainValue(bytes, pos, end);
    if (plain < 0) this.#readAny(reader, end);
    else {
      const known = nameAt(bytes, pos + 2, plain);
      if (known >= 0) this.#keep(reader, known, plain + 2, end);
    }
    reader.pos = end;
    reader.end = outer;
  }

  #readAny(reader: Reader, end: number): void {
    reader.end = end;
    let known = -1;
    let value = -1;
    let valueEnd = -1;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === KEY) {
        const keyEnd = reader.range();
        known = nameAt(reader.bytes, reader.pos, keyEnd);
        reader.pos = keyEnd;
      } else if (tag === VALUE) {
        valueEnd = reader.range();
        value = reader.pos;
        reader.pos = valueEnd;
      } else reader.skip(tag);
    }
    if (known >= 0 && value >= 0) this.#keep(reader, known, value, valueEnd);
  }

  #keep(reader: Reader, known: number, value: number, valueEnd: number): void {
    const slot = SLOTS[known]![1];
    if (known >= this.#rank[slot]!) return;
    this.#clean = false;
    reader.pos = value;
    reader.end = valueEnd;
    while (reader.pos < valueEnd) {
      const tag = reader.tag();
      if (tag === STRING) {
        const end = reader.range();
        this.text[slot] = this.#texts.add(reader.bytes, reader.pos, end);
        reader.pos = end;
        this.#rank[slot] = known;
      } else if (tag === INT) {
        this.number[slot] = reader.varint();
        this.#rank[slot] = known;
      } else reader.skip(tag);
    }
  }
}
