import { SPAN_KINDS, STATUS_CODES, type Span, type SpanEvent, type SpanLink } from '../trace/span.ts';
import { Items, type Envelope } from './items.ts';
import { serviceOf } from './resource.ts';
import { SpanHead } from './spanHead.ts';
import { toJson, type Json, type JsonObject } from './toJson.ts';
import type { AnyValue, KeyValue } from './value.ts';
import { Reader, asBuffer } from './wire.ts';

/** Every span of a chunk, whole. Throws a WireError where the bytes cannot be read. */
export function decodeSpans(chunk: Uint8Array): Span[] {
  const items = new Items(chunk);
  const origin = originsOf(chunk);
  const spans: Span[] = [];
  while (items.next()) spans.push(spanOf(toJson(chunk, 'Span', items.start, items.end), origin(items)));
  return spans;
}

/** The span of that id (16 hex digits) in the chunks of its trace, decoding no other; undefined where it is not. */
export function decodeSpan(chunks: readonly Uint8Array[], spanId: string): Span | undefined {
  const head = new SpanHead();
  for (const chunk of chunks) {
    const items = new Items(chunk);
    const reader = new Reader(chunk);
    const buffer = asBuffer(chunk);
    while (items.next()) {
      head.read(reader, items.start, items.end);
      if (head.spanId < 0 || buffer.toString('hex', head.spanId, head.spanId + 8) !== spanId) continue;
      return spanOf(toJson(chunk, 'Span', items.start, items.end), originsOf(chunk)(items));
    }
  }
  return undefined;
}

/** Where a span comes from: what it shares with the others of its scope. */
type Origin = Pick<Span, 'service' | 'resource' | 'scope'>;

/** Decodes each resource and scope once, however many spans they have. */
function originsOf(chunk: Uint8Array): (items: Items) => Origin {
  let scope: Envelope | undefined;
  let origin: Origin | undefined;
  return (items) => {
    if (origin !== undefined && scope === items.scope) return origin;
    scope = items.scope;
    const info = toJson(chunk, 'InstrumentationScope', scope.info, scope.infoEnd);
    origin = {
      service: serviceOf(chunk, items.resource),
      resource: attributesOf(toJson(chunk, 'Resource', items.resource.info, items.resource.infoEnd)),
      scope: { name: textOf(info['name']), version: textOf(info['version']), attributes: attributesOf(info) },
    };
    return origin;
  };
}

function spanOf(json: JsonObject, origin: Origin): Span {
  const status = (json['status'] ?? {}) as JsonObject;
  return {
    traceId: textOf(json['traceId']),
    spanId: textOf(json['spanId']),
    parentSpanId: idOf(json['parentSpanId']),
    traceState: textOf(json['traceState']),
    flags: numberOf(json['flags']),
    name: textOf(json['name']),
    kind: SPAN_KINDS[numberOf(json['kind'])] ?? 'UNSPECIFIED',
    startUnixNano: timeOf(json['startTimeUnixNano']),
    endUnixNano: timeOf(json['endTimeUnixNano']),
    status: STATUS_CODES[numberOf(status['code'])] ?? 'UNSET',
    statusMessage: textOf(status['message']),
    attributes: attributesOf(json),
    events: listOf(json['events']).map(eventOf),
    links: listOf(json['links']).map(linkOf),
    droppedAttributesCount: numberOf(json['droppedAttributesCount']),
    droppedEventsCount: numberOf(json['droppedEventsCount']),
    droppedLinksCount: numberOf(json['droppedLinksCount']),
    ...origin,
  };
}

function eventOf(json: JsonObject): SpanEvent {
  return {
    name: textOf(json['name']),
    timeUnixNano: timeOf(json['timeUnixNano']),
    attributes: attributesOf(json),
    droppedAttributesCount: numberOf(json['droppedAttributesCount']),
  };
}

function linkOf(json: JsonObject): SpanLink {
  return {
    traceId: textOf(json['traceId']),
    spanId: textOf(json['spanId']),
    traceState: textOf(json['traceState']),
    attributes: attributesOf(json),
  };
}

/** The attributes of a message; a value that is absent is the empty value. */
export function attributesOf(json: JsonObject): KeyValue[] {
  return listOf(json['attributes']).map((one) => ({
    key: textOf(one['key']),
    value: (one['value'] ?? {}) as AnyValue,
  }));
}

export const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
export const numberOf = (json: Json | undefined): number => (typeof json === 'number' ? json : 0);
export const timeOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '0');

/** An id in hex, '' for one of zeros. */
export const idOf = (json: Json | undefined): string => (/[^0]/.test(textOf(json)) ? textOf(json) : '');

const listOf = (json: Json | undefined): JsonObject[] => (json ?? []) as JsonObject[];
