/**
 * A trace as one block of bytes that a socket or a postMessage carries without looking inside:
 *
 *     u32 magic, u32 version, u32 rows, u32 strings, u32 bytes of text, u32 zero
 *     u64 columns, u32 columns, u32 length of each string in UTF-16 units, u16 columns, u8 columns
 *     UTF-8 text: the trace id, then every string
 *
 * Widest first, so that each column is aligned and `unpackTrace` only lays views over the bytes. Little-endian, as is
 * every machine that runs VS Code. Pure: the webview runs it too.
 */
import type { TraceColumns } from './columns.ts';

const MAGIC = 0x4c4e5053;
const VERSION = 1;
const HEADER_BYTES = 24;
const TRACE_ID_LENGTH = 32;
const BYTES_PER_ROW = 3 * 8 + 6 * 4 + 2 + 2;

/** The columns as one block; a copy. */
export function packTrace(columns: TraceColumns): Uint8Array {
  const { count, strings } = columns;
  const text = new TextEncoder().encode(columns.traceId + strings.join(''));
  const packed = new Uint8Array(HEADER_BYTES + count * BYTES_PER_ROW + strings.length * 4 + text.length);
  new Uint32Array(packed.buffer, 0, 6).set([MAGIC, VERSION, count, strings.length, text.length, 0]);
  const target = layOut(packed.buffer, 0, count, strings.length);
  for (const name of COLUMN_NAMES) target[name].set(columns[name] as never);
  strings.forEach((string, i) => (target.lengths[i] = string.length));
  packed.set(text, packed.length - text.length);
  return packed;
}

/**
 * The trace that `packTrace` packed. The columns are views of `packed`, which the caller no longer changes (bytes
 * that are not aligned are copied once).
 * @throws RangeError when the bytes are no packed trace of this version.
 */
export function unpackTrace(packed: ArrayBuffer | Uint8Array): TraceColumns {
  const bytes = packed instanceof Uint8Array ? aligned(packed) : new Uint8Array(packed);
  if (bytes.length < HEADER_BYTES) throw new RangeError('These bytes are not a packed trace.');
  const [magic, version, count, stringCount, textBytes] = new Uint32Array(bytes.buffer, bytes.byteOffset, 5);
  const expected = HEADER_BYTES + count! * BYTES_PER_ROW + stringCount! * 4 + textBytes!;
  if (magic !== MAGIC || version !== VERSION || bytes.length !== expected) {
    throw new RangeError('These bytes are not a packed trace of this version.');
  }
  const { lengths, ...columns } = layOut(bytes.buffer, bytes.byteOffset, count!, stringCount!);
  // A name may begin with U+FEFF, which a decoder would else take for a byte order mark.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(expected - textBytes!));
  const strings: string[] = [];
  let at = TRACE_ID_LENGTH;
  for (const length of lengths) strings.push(text.slice(at, (at += length)));
  return { traceId: text.slice(0, TRACE_ID_LENGTH), count: count!, strings, ...columns };
}

const COLUMN_NAMES = [
  'spanId', 'start', 'end', 'parent', 'depth', 'subtreeEnd', 'name', 'service', 'hint', 'marks', 'kind', 'status',
] as const; // prettier-ignore

/** Views of every column at its place. */
function layOut(buffer: ArrayBufferLike, offset: number, count: number, stringCount: number) {
  let at = offset + HEADER_BYTES;
  const place = (bytes: number): number => (at += bytes) - bytes;
  return {
    spanId: new BigUint64Array(buffer, place(count * 8), count),
    start: new BigUint64Array(buffer, place(count * 8), count),
    end: new BigUint64Array(buffer, place(count * 8), count),
    parent: new Int32Array(buffer, place(count * 4), count),
    depth: new Uint32Array(buffer, place(count * 4), count),
    subtreeEnd: new Uint32Array(buffer, place(count * 4), count),
    name: new Uint32Array(buffer, place(count * 4), count),
    service: new Uint32Array(buffer, place(count * 4), count),
    hint: new Uint32Array(buffer, place(count * 4), count),
    lengths: new Uint32Array(buffer, place(stringCount * 4), stringCount),
    marks: new Uint16Array(buffer, place(count * 2), count),
    kind: new Uint8Array(buffer, place(count), count),
    status: new Uint8Array(buffer, place(count), count),
  };
}

/** Bytes out of a socket start anywhere; 64-bit views do not. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}
