/** What makes a body unreadable: one sentence that names the fault, and where it is. */
export class WireError extends Error {
  /** Offset of a byte in protobuf, path of a field in JSON. */
  readonly at: number | string;
  /** The message without the place. */
  readonly fault: string;

  constructor(fault: string, at: number | string) {
    super(typeof at === 'number' ? `${fault} (byte ${at})` : `${at}: ${fault}`);
    this.name = 'WireError';
    this.fault = fault;
    this.at = at;
  }
}

export const Wire = { Varint: 0, Fixed64: 1, Bytes: 2, Fixed32: 5 } as const;

/** Messages within messages: as deep as the protobuf libraries go. Only attribute values can nest at all. */
export const DEEPEST = 100;

/** A field's key as it stands on the wire: its number and its wire type in one. */
export const tagOf = (field: number, wire: number): number => field * 8 + wire;

/**
 * Reads protobuf from `pos` up to `end` without building objects: every method moves `pos` forward or throws a
 * WireError, so a loop `while (reader.pos < reader.end)` ends whatever the bytes are.
 */
export class Reader {
  readonly bytes: Uint8Array;
  pos: number;
  end: number;
  /** How many messages and packed numbers were checked with it. */
  values = 0;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** The next field's tag. */
  tag(): number {
    const at = this.pos;
    const tag = this.varint();
    if (tag < 8) throw new WireError('a field has number 0', at);
    return tag;
  }

  /** The low 32 bits of a varint, unsigned. */
  varint(): number {
    const { bytes, end } = this;
    const at = this.pos;
    if (at < end) {
      const first = bytes[at]!;
      if (first < 0x80) {
        this.pos = at + 1;
        return first;
      }
    }
    let value = 0;
    for (let pos = at, shift = 0; pos < end && shift < 70; pos++, shift += 7) {
      const byte = bytes[pos]!;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return value >>> 0;
      }
    }
    throw new WireError(end - at < 10 ? 'a number is cut off' : 'a number is longer than ten bytes', at);
  }

  /** All 64 bits of a varint, unsigned. */
  varint64(): bigint {
    const at = this.pos;
    this.varint();
    let value = 0n;
    for (let pos = this.pos - 1; pos >= at; pos--) value = (value << 7n) | BigInt(this.bytes[pos]! & 0x7f);
    return BigInt.asUintN(64, value);
  }

  /** Reads a length and returns where its bytes end; `pos` is where they begin. */
  range(): number {
    const at = this.pos;
    const length = this.varint();
    const end = this.pos + length;
    if (end > this.end) {
      throw new WireError(
        `a length of ${length} reaches ${end - this.end} bytes past the end of its message`,
        at,
      );
    }
    return end;
  }

  /** Steps over `size` bytes and returns where they began. */
  fixed(size: number): number {
    const at = this.pos;
    if (at + size > this.end) throw new WireError(`a number of ${size} bytes is cut off`, at);
    this.pos = at + size;
    return at;
  }

  /** Steps over the value of the field `tag`. */
  skip(tag: number): void {
    switch (tag & 7) {
      case Wire.Bytes:
        this.pos = this.range();
        return;
      case Wire.Varint:
        this.varint();
        return;
      case Wire.Fixed64:
        this.fixed(8);
        return;
      case Wire.Fixed32:
        this.fixed(4);
        return;
      default:
        throw new WireError(`wire type ${tag & 7} is not used by OTLP`, this.pos);
    }
  }
}

/** The four bytes at `at` as a number, little endian as all of protobuf; negative where the highest bit is set. */
export function int32At(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** The same, never negative. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return int32At(bytes, at) >>> 0;
}

/** The eight bytes at `at` as an unsigned number. */
export function uint64At(bytes: Uint8Array, at: number): bigint {
  return uint64Of(uint32At(bytes, at), uint32At(bytes, at + 4));
}

const long = new DataView(new ArrayBuffer(8));

/** The number of two words of 32 bits, signed or not: bigints that are put together by arithmetic leave many others behind. */
export function uint64Of(low: number, high: number): bigint {
  long.setUint32(0, low, true);
  long.setUint32(4, high, true);
  return long.getBigUint64(0, true);
}

/** Whether `wanted` stands at start…end of `bytes`. */
export function isSame(wanted: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (wanted.length !== end - start) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** The same memory as a Buffer, for its native text conversions. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
