import { Items, type Envelope } from '../../otlp/items.ts';
import { ATTRIBUTE, EVENT, LINK, SpanHead } from '../../otlp/spanHead.ts';
import { Reader, Wire, asBuffer, tagOf, uint32At, uint64At } from '../../otlp/wire.ts';
import { durationOf as durationOfTrace, type TraceRow } from '../traceRow.ts';
import { matcherOf } from './matcher.ts';
import { Known, Probes } from './probe.ts';
import type { Condition, Scope, Test } from './traceql.ts';

/** Attributes of the messages around and within a span, and by tag the intrinsics that are texts or ids of theirs. */
const RESOURCE_ATTRIBUTE = tagOf(1, Wire.Bytes);
const SCOPE_ATTRIBUTE = tagOf(3, Wire.Bytes);
const EVENT_ATTRIBUTE = tagOf(3, Wire.Bytes);
const LINK_ATTRIBUTE = tagOf(4, Wire.Bytes);
type Texts = Readonly<Record<number, string>>;
const NO_TEXTS: Texts = {};
const SCOPE_TEXTS: Texts = { [tagOf(1, Wire.Bytes)]: 'name', [tagOf(2, Wire.Bytes)]: 'version' };
const EVENT_TEXTS: Texts = { [tagOf(2, Wire.Bytes)]: 'name' };
const LINK_TEXTS: Texts = { [tagOf(1, Wire.Bytes)]: 'trace', [tagOf(2, Wire.Bytes)]: 'id' };

const STATUS = tagOf(15, Wire.Bytes);
const STATUS_MESSAGE = tagOf(2, Wire.Bytes);

/** Numbers that no version of OTLP gives a kind or a status count as 0. */
const LAST_KIND = 5;
const LAST_STATUS = 2;

type Places = Readonly<Record<Scope, Probes>>;

/**
 * Decides conditions about spans over their bytes: a walk over a span tells the probes what they ask for, and then
 * each condition reads its own. No span is decoded.
 */
export class SpanScan {
  readonly #places: Places = {
    trace: new Probes(),
    resource: new Probes(),
    instrumentation: new Probes(),
    span: new Probes(),
    event: new Probes(),
    link: new Probes(),
  };
  readonly #conditions: readonly (() => boolean)[];
  readonly #head = new SpanHead();

  constructor(conditions: readonly Condition[]) {
    this.#conditions = conditions.map((condition) => compile(condition, this.#places));
  }

  /**
   * For each condition, the rows of the spans that satisfy it: all spans of the chunks counted from 0.
   * Throws a WireError where the bytes cannot be read.
   */
  rows(trace: TraceRow, chunks: readonly Uint8Array[]): number[][] {
    const found: number[][] = this.#conditions.map(() => []);
    this.#tellTrace(trace);
    let row = 0;
    for (const chunk of chunks) {
      const items = new Items(chunk);
      const reader = new Reader(chunk);
      let resource: Envelope | undefined;
      let scope: Envelope | undefined;
      for (; items.next(); row++) {
        if (resource !== items.resource) this.#readResource(reader, (resource = items.resource));
        if (scope !== items.scope) this.#readScope(reader, (scope = items.scope));
        this.#readSpan(reader, items.start, items.end);
        for (let i = 0; i < found.length; i++) if (this.#conditions[i]!()) found[i]!.push(row);
      }
    }
    return found;
  }

  #tellTrace(row: TraceRow): void {
    const { trace } = this.#places;
    trace.clear();
    trace.tellString('name', row.rootName);
    trace.tellString('service', row.rootService);
    trace.tellString('id', row.traceId);
    trace.tellNumber('duration', durationOfTrace(row));
  }

  #readResource(reader: Reader, { info, infoEnd }: Envelope): void {
    const { resource } = this.#places;
    resource.clear();
    if (!resource.isEmpty) readFields(reader, info, infoEnd, resource, RESOURCE_ATTRIBUTE, NO_TEXTS);
  }

  #readScope(reader: Reader, { info, infoEnd }: Envelope): void {
    const { instrumentation } = this.#places;
    instrumentation.clear();
    if (instrumentation.isEmpty) return;
    readFields(reader, info, infoEnd, instrumentation, SCOPE_ATTRIBUTE, SCOPE_TEXTS);
  }

  #readSpan(reader: Reader, start: number, end: number): void {
    const { span, event, link } = this.#places;
    const head = this.#head;
    span.clear();
    event.clear();
    link.clear();
    head.clear();
    const { hasKeys } = span;
    const hasEvents = !event.isEmpty;
    const hasLinks = !link.isEmpty;
    let status = -1;
    reader.pos = start;
    reader.end = end;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === ATTRIBUTE && hasKeys) span.readAttribute(reader, reader.range());
      else if (tag === EVENT && hasEvents) this.#readEvent(reader, reader.range());
      else if (tag === LINK && hasLinks) this.#readLink(reader, reader.range());
      else {
        if (tag === STATUS) status = reader.pos;
        head.take(tag, reader);
      }
    }
    this.#tellHead(reader.bytes);
    if (span.asks('message')) tellMessage(reader, status, span);
  }

  #tellHead(bytes: Uint8Array): void {
    const { span } = this.#places;
    const head = this.#head;
    if (span.asks('name')) span.tellText('name', bytes, head.name, head.nameEnd);
    if (span.asks('kind')) span.tellNumber('kind', head.kind > LAST_KIND ? 0 : head.kind);
    if (span.asks('status')) span.tellNumber('status', head.status > LAST_STATUS ? 0 : head.status);
    if (span.asks('duration')) {
      const duration = durationOf(bytes, head.start, head.end);
      if (duration !== undefined) span.tellNumber('duration', duration);
    }
    if (span.asks('id') && head.spanId >= 0) span.tellString('id', hex(bytes, head.spanId, 8));
    if (span.asks('parent') && head.parent >= 0) span.tellString('parent', hex(bytes, head.parent, 8));
  }

  #readEvent(reader: Reader, end: number): void {
    readFields(reader, reader.pos, end, this.#places.event, EVENT_ATTRIBUTE, EVENT_TEXTS);
  }

  #readLink(reader: Reader, end: number): void {
    readFields(reader, reader.pos, end, this.#places.link, LINK_ATTRIBUTE, LINK_TEXTS);
  }
}

/** A condition over the probes that it puts into their places. */
function compile(condition: Condition, places: Places): () => boolean {
  switch (condition.kind) {
    case 'constant':
      return () => condition.value;
    case 'not': {
      const of = compile(condition.of, places);
      return () => !of();
    }
    case 'test':
      return compileTest(condition, places);
    default: {
      const left = compile(condition.left, places);
      const right = compile(condition.right, places);
      return condition.kind === 'and' ? () => left() && right() : () => left() || right();
    }
  }
}

function compileTest({ field, operator, literal }: Test, places: Places): () => boolean {
  const matcher = matcherOf(operator, literal);
  const add = (scope: Scope) =>
    field.kind === 'attribute'
      ? places[scope].addKey(field.key, matcher)
      : places[scope].addIntrinsic(field.intrinsic.name, matcher);
  const scope = field.kind === 'attribute' ? field.scope : field.intrinsic.scope;
  const first = add(scope === 'any' ? 'span' : scope);
  const second = scope === 'any' ? add('resource') : first;
  const known = () => first.known || second.known;
  if (literal.type === 'nil') return operator === '=' ? () => known() === 0 : () => known() !== 0;
  return () => (known() & Known.Matched) !== 0;
}

/** Reads a message's attributes, and those of its texts (or ids) that `texts` names by tag. */
function readFields(
  reader: Reader,
  start: number,
  end: number,
  probes: Probes,
  attribute: number,
  texts: Texts,
): void {
  const outer = reader.end;
  reader.pos = start;
  reader.end = end;
  while (reader.pos < end) {
    const tag = reader.tag();
    const text = texts[tag];
    if (tag === attribute) probes.readAttribute(reader, reader.range());
    else if (text !== undefined) {
      const textEnd = reader.range();
      const { bytes, pos } = reader;
      // Protobuf does not tell an empty text from an absent one.
      if (text === 'id' || text === 'trace') probes.tellString(text, hex(bytes, pos, textEnd - pos));
      else if (textEnd > pos) probes.tellText(text, bytes, pos, textEnd);
      reader.pos = textEnd;
    } else reader.skip(tag);
  }
  reader.end = outer;
}

/** A status without a message has an empty one; it is read from `status`, where its length stands, or is absent (-1). */
function tellMessage(reader: Reader, status: number, span: Probes): void {
  let start = 0;
  let messageEnd = 0;
  if (status >= 0) {
    reader.pos = status;
    const end = reader.range();
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag !== STATUS_MESSAGE) {
        reader.skip(tag);
        continue;
      }
      messageEnd = reader.range();
      start = reader.pos;
      reader.pos = messageEnd;
    }
  }
  span.tellText('message', reader.bytes, start, messageEnd);
}

/** Ns; 0 for a span that ended before it started, undefined for one whose start is not known. Offsets, -1 for absent. */
function durationOf(bytes: Uint8Array, start: number, end: number): number | bigint | undefined {
  if (start < 0 || (uint32At(bytes, start) === 0 && uint32At(bytes, start + 4) === 0)) return undefined;
  if (end < 0) return 0;
  const high = uint32At(bytes, end + 4) - uint32At(bytes, start + 4);
  const duration = high * 2 ** 32 + (uint32At(bytes, end) - uint32At(bytes, start));
  if (duration <= 0) return 0;
  // What is safe was computed without rounding; only spans of more than a hundred days are not.
  return Number.isSafeInteger(duration) ? duration : uint64At(bytes, end) - uint64At(bytes, start);
}

function hex(bytes: Uint8Array, at: number, size: number): string {
  return asBuffer(bytes).toString('hex', at, at + size);
}
