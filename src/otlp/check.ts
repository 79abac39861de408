import { messageOf, type Message } from './schema.ts';
import { DEEPEST, Reader, WireError } from './wire.ts';

/**
 * Messages and packed numbers that a request may hold: twice those of 64 MiB of ordinary spans. Empty ones are two bytes
 * of it, or one, and a hundred in memory.
 */
const MOST_VALUES = 4_000_000;

/**
 * Walks the whole of a message, down to the innermost value. What passes here can be read by every decoder: a request
 * is checked once, before it is accepted. Throws a WireError at the first fault.
 */
export function check(reader: Reader, message: Message, start: number, end: number): void {
  reader.pos = start;
  reader.end = end;
  count(reader);
  walk(reader, message, 0);
}

/** Checks the message that stands, with its length before it, at `reader.pos`; steps over it. */
export function checkField(reader: Reader, message: Message, depth = 0): void {
  count(reader);
  const outer = reader.end;
  reader.end = reader.range();
  if (message === KEY_VALUE && isPlain(reader.bytes, reader.pos, reader.end)) reader.pos = reader.end;
  else walk(reader, message, depth);
  reader.end = outer;
}

function walk(reader: Reader, message: Message, depth: number): void {
  if (depth > DEEPEST) throw new WireError(`values are nested more than ${DEEPEST} deep`, reader.pos);
  const { byTag } = message;
  const end = reader.end;
  while (reader.pos < end) {
    const tag = reader.tag();
    const field = byTag[tag];
    if (field === undefined) reader.skip(tag);
    else if (field.message !== undefined) checkField(reader, field.message, depth + 1);
    else if (field.tag !== tag) {
      reader.end = reader.range();
      while (reader.pos < reader.end) {
        count(reader);
        reader.skip(field.tag);
      }
      reader.end = end;
    } else reader.skip(tag);
  }
}

function count(reader: Reader): void {
  if (++reader.values <= MOST_VALUES) return;
  throw new WireError(`it holds more than ${MOST_VALUES} values; export smaller batches`, reader.pos);
}

const KEY_VALUE = messageOf('KeyValue');
const FIRST = 0x0a;
const SECOND = 0x12;
const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;

/**
 * Whether a KeyValue is what most are, a short key and one short text or number and nothing else: then it is sound,
 * and the walk can be spared.
 */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + 6 > end || bytes[start] !== FIRST || bytes[start + 1]! >= 0x80) return false;
  const value = start + 2 + bytes[start + 1]!;
  const size = end - value - 2;
  if (size < 2 || size >= 0x80 || bytes[value] !== SECOND || bytes[value + 1] !== size) return false;
  switch (bytes[value + 2]) {
    case STRING:
      return bytes[value + 3] === size - 2;
    case BOOL:
    case INT:
      return bytes[end - 1]! < 0x80 && (size === 2 || (size === 3 && bytes[value + 3]! >= 0x80));
    case DOUBLE:
      return size === 9;
    default:
      return false;
  }
}
