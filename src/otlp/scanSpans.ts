import { ATTR_TELEMETRY_SDK_LANGUAGE, EVENT_EXCEPTION } from '../semconv/names.ts';
import { AttributeReader, Slot } from './attributeReader.ts';
import { Items, type Envelope } from './items.ts';
import { resourceText, serviceOf } from './resource.ts';
import { ATTRIBUTE, EVENT, LINK, SpanHead } from './spanHead.ts';
import { Has, type SpanTable } from './spanTable.ts';
import { Texts } from './texts.ts';
import { Reader, Wire, tagOf, int32At, uint32At } from './wire.ts';

const CLIENT = 3;
const SERVER = 2;
const SCOPE_NAME = tagOf(1, Wire.Bytes);
const EVENT_NAME = tagOf(2, Wire.Bytes);

/**
 * The spans of a trace's chunks as columns, in the order of arrival. Nothing is decoded but names that were not seen
 * before. Throws a WireError where the bytes cannot be read.
 */
export function scanSpans(chunks: readonly Uint8Array[]): SpanTable {
  const scopes = chunks.flatMap(scopesOf);
  const table = emptyTable(scopes.reduce((sum, { places }) => sum + places.length / 2, 0));
  const texts = new Texts();
  const attributes = new AttributeReader(texts);
  let resource: Envelope | undefined;
  let service = 0;
  let language = 0;
  let row = 0;
  for (const spans of scopes) {
    const { bytes, scope, places } = spans;
    if (resource !== spans.resource) {
      resource = spans.resource;
      service = texts.addText(serviceOf(bytes, resource));
      language = texts.addText(resourceText(bytes, resource, ATTR_TELEMETRY_SDK_LANGUAGE));
    }
    const end = row + places.length / 2;
    table.service.fill(service, row, end);
    table.language.fill(language, row, end);
    table.scope.fill(scopeNameOf(new Reader(bytes, scope.info, scope.infoEnd), texts), row, end);
    scanScope(spans, table, row, texts, attributes);
    row = end;
  }
  return { ...table, strings: texts.strings };
}

/** The spans of one scope. */
interface ScopeSpans {
  readonly bytes: Uint8Array;
  readonly resource: Envelope;
  readonly scope: Envelope;
  /** Where each is: start, end, start, … */
  readonly places: number[];
}

/** Those of a chunk. To count its spans costs a walk over them, which is not to be walked again. */
function scopesOf(bytes: Uint8Array): ScopeSpans[] {
  const items = new Items(bytes);
  const scopes: ScopeSpans[] = [];
  let last: ScopeSpans | undefined;
  while (items.next()) {
    if (last?.scope !== items.scope) {
      last = { bytes, resource: items.resource, scope: items.scope, places: [] };
      scopes.push(last);
    }
    last.places.push(items.start, items.end);
  }
  return scopes;
}

type Columns = Omit<SpanTable, 'strings'>;

function emptyTable(count: number): Columns {
  const index = (): Uint32Array => new Uint32Array(count);
  const long = (): BigUint64Array => new BigUint64Array(count);
  const byte = (): Uint8Array => new Uint8Array(count);
  return {
    count,
    spanId: long(),
    parentSpanId: long(),
    start: long(),
    end: long(),
    name: index(),
    service: index(),
    scope: index(),
    language: index(),
    hint: index(),
    method: index(),
    route: index(),
    codeFile: index(),
    codeFunction: index(),
    codeLine: index(),
    kind: byte(),
    status: byte(),
    flags: index(),
    has: byte(),
  };
}

function scanScope(
  { bytes, places }: ScopeSpans,
  table: Columns,
  firstRow: number,
  texts: Texts,
  attributes: AttributeReader,
): void {
  const reader = new Reader(bytes);
  const head = new SpanHead();
  const spanId = wordsOf(table.spanId);
  const parentSpanId = wordsOf(table.parentSpanId);
  const start = wordsOf(table.start);
  const end = wordsOf(table.end);
  for (let i = 0, row = firstRow; i < places.length; i += 2, row++) {
    reader.pos = places[i]!;
    reader.end = places[i + 1]!;
    table.has[row] = readSpan(reader, head, attributes);
    if (head.spanId >= 0) copyId(bytes, head.spanId, spanId, row);
    if (head.parent >= 0) copyId(bytes, head.parent, parentSpanId, row);
    if (head.start >= 0) copyTime(bytes, head.start, start, row);
    if (head.end >= 0) copyTime(bytes, head.end, end, row);
    if (head.flags >= 0) table.flags[row] = uint32At(bytes, head.flags);
    table.name[row] = texts.add(bytes, head.name, head.nameEnd);
    table.kind[row] = head.kind;
    table.status[row] = head.status;
    table.hint[row] = hintOf(head.kind, attributes, texts);
    table.method[row] = attributes.text[Slot.Method]!;
    table.route[row] = attributes.text[Slot.Route]!;
    table.codeFile[row] = attributes.text[Slot.File]!;
    table.codeFunction[row] = functionOf(attributes, texts);
    table.codeLine[row] = attributes.number[Slot.Line]!;
  }
}

/** A column of 64-bit numbers as pairs of words, the low one first: no bigint is made to fill it. */
const wordsOf = (column: BigUint64Array): Uint32Array => new Uint32Array(column.buffer);

function copyTime(bytes: Uint8Array, at: number, words: Uint32Array, row: number): void {
  words[row * 2] = int32At(bytes, at);
  words[row * 2 + 1] = int32At(bytes, at + 4);
}

/** An id is a number whose first byte is the highest. */
function copyId(bytes: Uint8Array, at: number, words: Uint32Array, row: number): void {
  words[row * 2] = bigEndian(bytes, at + 4);
  words[row * 2 + 1] = bigEndian(bytes, at);
}

function bigEndian(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** Reads the span that `reader` holds and returns what it `Has`. */
function readSpan(reader: Reader, head: SpanHead, attributes: AttributeReader): number {
  let has = 0;
  head.clear();
  attributes.clear();
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === ATTRIBUTE) {
      attributes.read(reader, reader.range());
    } else if (tag === EVENT) {
      has |= isException(reader, reader.range()) ? Has.Events | Has.Exception : Has.Events;
    } else {
      if (tag === LINK) has |= Has.Links;
      head.take(tag, reader);
    }
  }
  return attributes.text[Slot.Exception] === 0 ? has : has | Has.Exception;
}

const EXCEPTION = Buffer.from(EVENT_EXCEPTION);

/** Whether the event from `reader.pos` to `end` records an exception; steps over it. */
function isException(reader: Reader, end: number): boolean {
  const event = new Reader(reader.bytes, reader.pos, end);
  reader.pos = end;
  let found = false;
  while (event.pos < end) {
    const tag = event.tag();
    if (tag !== EVENT_NAME) {
      event.skip(tag);
      continue;
    }
    const nameEnd = event.range();
    found = EXCEPTION.equals(event.bytes.subarray(event.pos, nameEnd));
    event.pos = nameEnd;
  }
  return found;
}

function scopeNameOf(scope: Reader, texts: Texts): number {
  let name = 0;
  while (scope.pos < scope.end) {
    const tag = scope.tag();
    if (tag !== SCOPE_NAME) {
      scope.skip(tag);
      continue;
    }
    const end = scope.range();
    name = texts.add(scope.bytes, scope.pos, end);
    scope.pos = end;
  }
  return name;
}

/** A status code tells HTTP spans apart; for the others it is what they work on, and last their route or path. */
function hintOf(kind: number, { text, number }: AttributeReader, texts: Texts): number {
  const status = number[Slot.StatusCode]!;
  if (status > 0 && (kind === SERVER || kind === CLIENT)) return texts.addText(String(status));
  return text[Slot.Table]! || text[Slot.Destination]! || text[Slot.Route]! || text[Slot.Path]!;
}

/** `code.function.name`; of the former names `code.namespace` and `code.function`, joined as the new one is. */
function functionOf({ text }: AttributeReader, texts: Texts): number {
  const name = text[Slot.Function]!;
  const namespace = text[Slot.Namespace]!;
  if (name === 0 || namespace === 0) return name;
  const whole = texts.strings[name]!;
  const prefix = `${texts.strings[namespace]!}.`;
  return whole.startsWith(prefix) ? name : texts.addText(prefix + whole);
}
