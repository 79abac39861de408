import { messageOf, type Field, type Message, type MessageName } from './schema.ts';
import { DEEPEST, Reader, Wire, WireError, asBuffer, uint32At, uint64At } from './wire.ts';

export type Json = string | number | boolean | readonly Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/**
 * Protobuf as an OTLP/JSON document: what is on the wire and nothing else, 64-bit integers as decimal strings, ids in
 * lower-case hex, enums as numbers. Unknown fields are left out. Throws a WireError where the bytes cannot be read.
 */
export function toJson(bytes: Uint8Array, name: MessageName, start = 0, end = bytes.length): JsonObject {
  return readMessage(new Reader(bytes, start, end), messageOf(name), end, 0);
}

function readMessage(reader: Reader, message: Message, end: number, depth: number): JsonObject {
  if (depth > DEEPEST) throw new WireError(`values are nested more than ${DEEPEST} deep`, reader.pos);
  const outer = reader.end;
  reader.end = end;
  let object: JsonObject = {};
  while (reader.pos < end) {
    const tag = reader.tag();
    const field = message.byTag[tag];
    if (field === undefined) {
      reader.skip(tag);
      continue;
    }
    if (field.repeated) {
      const list = (object[field.name] ??= []) as Json[];
      if (field.tag === tag) list.push(readField(reader, field, depth));
      else readPacked(reader, field, list);
      continue;
    }
    const value = readField(reader, field, depth);
    if (message.oneof) object = {};
    object[field.name] = value;
  }
  reader.end = outer;
  return object;
}

function readPacked(reader: Reader, field: Field, list: Json[]): void {
  const outer = reader.end;
  const end = reader.range();
  reader.end = end;
  while (reader.pos < end) list.push(readField(reader, field, 0));
  reader.end = outer;
}

function readField(reader: Reader, field: Field, depth: number): Json {
  if ((field.tag & 7) === Wire.Bytes) {
    const end = reader.range();
    if (field.message !== undefined) return readMessage(reader, field.message, end, depth + 1);
    const start = reader.pos;
    reader.pos = end;
    const encoding = field.type === 'string' ? 'utf8' : field.type === 'id' ? 'hex' : 'base64';
    return asBuffer(reader.bytes).toString(encoding, start, end);
  }
  return readNumber(reader, field);
}

function readNumber(reader: Reader, field: Field): Json {
  switch (field.type) {
    case 'bool':
      return reader.varint64() !== 0n;
    case 'int64':
      return BigInt.asIntN(64, reader.varint64()).toString();
    case 'uint64':
      return reader.varint64().toString();
    case 'fixed64':
      return uint64At(reader.bytes, reader.fixed(8)).toString();
    case 'sfixed64':
      return BigInt.asIntN(64, uint64At(reader.bytes, reader.fixed(8))).toString();
    case 'fixed32':
      return uint32At(reader.bytes, reader.fixed(4));
    case 'double':
      return readDouble(reader);
    case 'sint32': {
      const zigzag = reader.varint();
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }
    case 'uint32':
      return reader.varint();
    default:
      return reader.varint() | 0;
  }
}

function readDouble(reader: Reader): Json {
  const number = asBuffer(reader.bytes).readDoubleLE(reader.fixed(8));
  return Number.isFinite(number) ? number : String(number);
}
