import { parseJson, type JsonInput } from './jsonText.ts';
import { messageOf, type Field, type Message, type MessageName } from './schema.ts';
import { DEEPEST, WireError } from './wire.ts';
import { Writer } from './writer.ts';

/**
 * OTLP/JSON as protobuf, as lenient as the OpenTelemetry Collector: snake_case names, names of enums, integers as
 * numbers or text, null for absent, ids in hex of either case, unknown fields passed over. Integers keep all their
 * digits. Throws a WireError that names the path of the field at fault.
 */
export function fromJson(text: string, name: MessageName): Uint8Array {
  return encode(parseJson(text), name);
}

/** The same from a value that is parsed already. */
export function encode(value: JsonInput, name: MessageName): Uint8Array {
  const writer = new Writer();
  new Encoder(writer).message(value, messageOf(name));
  return writer.bytes();
}

class Encoder {
  readonly #writer: Writer;
  /** Names and indexes on the way to the value at hand. */
  readonly #path: (string | number)[] = [];
  #depth = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  message(value: JsonInput, message: Message): void {
    if (typeof value !== 'object' || Array.isArray(value)) throw this.#error('not an object');
    if (++this.#depth > DEEPEST) throw this.#error(`nested more than ${DEEPEST} deep`);
    const entries = Object.entries(value as Record<string, JsonInput | null>);
    for (const [key, part] of entries.reverse()) {
      const field = message.byName.get(key);
      if (field === undefined || part === null) continue;
      this.#path.push(key);
      if (field.repeated) this.#list(part, field);
      else this.#field(part, field);
      this.#path.pop();
    }
    this.#depth--;
  }

  #list(value: JsonInput, field: Field): void {
    if (!Array.isArray(value)) throw this.#error('not a list');
    for (let index = value.length - 1; index >= 0; index--) {
      this.#path.push(index);
      this.#field((value[index] ?? {}) as JsonInput, field);
      this.#path.pop();
    }
  }

  #field(value: JsonInput, field: Field): void {
    const writer = this.#writer;
    if (field.message === undefined) this.#scalar(value, field);
    else {
      const before = writer.size;
      this.message(value, field.message);
      writer.varint(writer.size - before);
    }
    writer.varint(field.tag);
  }

  #scalar(value: JsonInput, field: Field): void {
    const writer = this.#writer;
    switch (field.type) {
      case 'string':
        writer.text(this.#text(value), 'utf8');
        return;
      case 'id':
        writer.text(this.#hex(value), 'hex');
        return;
      case 'bytes':
        writer.text(this.#base64(value), 'base64');
        return;
      case 'bool':
        writer.varint(this.#bool(value) ? 1 : 0);
        return;
      case 'double':
        writer.double(this.#double(value));
        return;
      case 'fixed32':
        writer.fixed32(Number(this.#integer(value, 0n, 32n)));
        return;
      case 'fixed64':
        writer.fixed64(this.#integer(value, 0n, 64n));
        return;
      case 'sfixed64':
        writer.fixed64(this.#integer(value, 63n, 63n));
        return;
      case 'sint32': {
        const number = Number(this.#integer(value, 31n, 31n));
        writer.varint(((number << 1) ^ (number >> 31)) >>> 0);
        return;
      }
      case 'uint32':
        writer.varint64(this.#integer(value, 0n, 32n));
        return;
      case 'uint64':
        writer.varint64(this.#integer(value, 0n, 64n));
        return;
      case 'int64':
        writer.varint64(this.#integer(value, 63n, 63n));
        return;
      case 'enum':
        writer.varint64(this.#enum(value, field.names));
        return;
      default:
        writer.varint64(this.#integer(value, 31n, 31n));
    }
  }

  #text(value: JsonInput): string {
    if (typeof value !== 'string') throw this.#error('not a text');
    return value;
  }

  #hex(value: JsonInput): string {
    const text = this.#text(value);
    if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) throw this.#error('not hexadecimal');
    return text;
  }

  /** Base64 of either alphabet, padded or not. */
  #base64(value: JsonInput): string {
    const text = this.#text(value);
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw this.#error('not base64');
    return text.replace(/=+$/, '');
  }

  #bool(value: JsonInput): boolean {
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw this.#error('not true or false');
  }

  #double(value: JsonInput): number {
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
    if (typeof value === 'string' && /^(NaN|-?Infinity|[-+]?[0-9.]+(e[-+]?[0-9]+)?)$/i.test(value)) {
      const number = Number(value);
      if (value === 'NaN' || !Number.isNaN(number)) return number;
    }
    throw this.#error('not a number');
  }

  /** An integer from -2^negative (0: none below zero) to 2^positive - 1. */
  #integer(value: JsonInput, negative: bigint, positive: bigint): bigint {
    const integer = integerOf(value);
    if (integer === undefined) throw this.#error('not an integer');
    const least = negative === 0n ? 0n : -(1n << negative);
    if (integer < least || integer >= 1n << positive) throw this.#error('out of range');
    return integer;
  }

  #enum(value: JsonInput, names: readonly string[]): bigint {
    const number = typeof value === 'string' ? names.indexOf(value) : -1;
    return number >= 0 ? BigInt(number) : this.#integer(value, 31n, 31n);
  }

  #error(fault: string): WireError {
    const path = this.#path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    return new WireError(fault, path.slice(1) || 'the document');
  }
}

/** The integer that a value says exactly, be it a number, its digits or, as other writers have it, 1e3 or 5.0. */
function integerOf(value: JsonInput): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^-?[0-9]{1,20}$/.test(value)) return BigInt(value);
  if (value === '' || !/^-?[0-9.]+(e\+?[0-9]+)?$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? BigInt(number) : undefined;
}
