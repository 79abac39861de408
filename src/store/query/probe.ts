import { Reader, Wire, asBuffer, isSame, tagOf } from '../../otlp/wire.ts';
import type { Matcher } from './matcher.ts';

/** What is known of the field that a test asks for, about the span at hand: bits of `Known`. */
export interface Probe {
  readonly matcher: Matcher;
  known: number;
}

export const Known = {
  /** It has a value. */
  Present: 1,
  /** A value of it satisfies the comparison. */
  Matched: 2,
} as const;

const KEY = tagOf(1, Wire.Bytes);
const VALUE = tagOf(2, Wire.Bytes);
const ELEMENT = tagOf(1, Wire.Bytes);
/** The types of an AnyValue. */
const STRING = tagOf(1, Wire.Bytes);
const BOOL = tagOf(2, Wire.Varint);
const INT = tagOf(3, Wire.Varint);
const DOUBLE = tagOf(4, Wire.Fixed64);
const ARRAY = tagOf(5, Wire.Bytes);
const MAP = tagOf(6, Wire.Bytes);
const BYTES = tagOf(7, Wire.Bytes);

/** The probes of one place (a span, a resource, its events …) by the attribute or the intrinsic that they ask for. */
export class Probes {
  readonly #keys: { readonly key: Buffer; readonly probes: Probe[] }[] = [];
  readonly #intrinsics = new Map<string, Probe[]>();
  readonly #all: Probe[] = [];

  get hasKeys(): boolean {
    return this.#keys.length > 0;
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  asks(intrinsic: string): boolean {
    return this.#intrinsics.has(intrinsic);
  }

  addKey(key: string, matcher: Matcher): Probe {
    const bytes = Buffer.from(key);
    let entry = this.#keys.find((one) => one.key.equals(bytes));
    if (!entry) this.#keys.push((entry = { key: bytes, probes: [] }));
    return this.#add(entry.probes, matcher);
  }

  addIntrinsic(name: string, matcher: Matcher): Probe {
    const probes = this.#intrinsics.get(name) ?? [];
    this.#intrinsics.set(name, probes);
    return this.#add(probes, matcher);
  }

  clear(): void {
    for (const probe of this.#all) probe.known = 0;
  }

  tellText(intrinsic: string, bytes: Uint8Array, start: number, end: number): void {
    for (const probe of this.#intrinsics.get(intrinsic) ?? [])
      tell(probe, probe.matcher.text(asBuffer(bytes), start, end));
  }

  /** The same for a text that is not on the wire as it is. */
  tellString(intrinsic: string, text: string): void {
    const bytes = Buffer.from(text);
    this.tellText(intrinsic, bytes, 0, bytes.length);
  }

  tellNumber(intrinsic: string, value: number | bigint): void {
    for (const probe of this.#intrinsics.get(intrinsic) ?? []) tell(probe, probe.matcher.number(value));
  }

  /** Reads the KeyValue from `reader.pos` to `end`. An attribute with an empty value counts as missing. */
  readAttribute(reader: Reader, end: number): void {
    let probes: readonly Probe[] | undefined;
    let value = -1;
    let valueEnd = -1;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === KEY) {
        const keyEnd = reader.range();
        probes = this.#find(reader.bytes, reader.pos, keyEnd);
        reader.pos = probes ? keyEnd : end;
      } else if (tag === VALUE) {
        valueEnd = reader.range();
        value = reader.pos;
        reader.pos = valueEnd;
      } else reader.skip(tag);
    }
    if (!probes || value < 0) return;
    for (const probe of probes) {
      reader.pos = value;
      probe.known |= readValue(reader, valueEnd, probe.matcher);
    }
    reader.pos = end;
  }

  #add(probes: Probe[], matcher: Matcher): Probe {
    const probe = { matcher, known: 0 };
    probes.push(probe);
    this.#all.push(probe);
    return probe;
  }

  #find(bytes: Uint8Array, start: number, end: number): readonly Probe[] | undefined {
    for (const { key, probes } of this.#keys) if (isSame(key, bytes, start, end)) return probes;
    return undefined;
  }
}

function tell(probe: Probe, matched: boolean): void {
  probe.known |= matched ? Known.Present | Known.Matched : Known.Present;
}

/** What is known after reading the AnyValue from `reader.pos` to `end`. */
function readValue(reader: Reader, end: number, matcher: Matcher): number {
  let known = 0;
  while (reader.pos < end) {
    const tag = reader.tag();
    let matched = false;
    switch (tag) {
      case STRING: {
        const textEnd = reader.range();
        matched = matcher.text(asBuffer(reader.bytes), reader.pos, textEnd);
        reader.pos = textEnd;
        break;
      }
      case BOOL:
        matched = matcher.flag(reader.varint() !== 0);
        break;
      case INT:
        // Up to 28 bits no bigint is needed.
        matched = matcher.number(
          end - reader.pos <= 4 ? reader.varint() : BigInt.asIntN(64, reader.varint64()),
        );
        break;
      case DOUBLE:
        matched = matcher.number(asBuffer(reader.bytes).readDoubleLE(reader.fixed(8)));
        break;
      case ARRAY:
        matched = readArray(reader, reader.range(), matcher);
        break;
      case MAP:
      case BYTES:
        reader.skip(tag);
        break;
      default:
        reader.skip(tag);
        continue;
    }
    known = matched ? Known.Present | Known.Matched : Known.Present;
  }
  return known;
}

function readArray(reader: Reader, end: number, matcher: Matcher): boolean {
  let satisfied = matcher.every;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== ELEMENT) {
      reader.skip(tag);
      continue;
    }
    const matched = (readValue(reader, reader.range(), matcher) & Known.Matched) !== 0;
    if (matched !== matcher.every) satisfied = matched;
  }
  return satisfied;
}
