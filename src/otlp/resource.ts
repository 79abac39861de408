import { ATTR_SERVICE_NAME } from '../semconv/names.ts';
import { Reader, Wire, asBuffer, tagOf } from './wire.ts';
import type { Envelope } from './items.ts';

const ATTRIBUTE = tagOf(1, Wire.Bytes);
const KEY = tagOf(1, Wire.Bytes);
const VALUE = tagOf(2, Wire.Bytes);
const STRING = tagOf(1, Wire.Bytes);

export const UNKNOWN_SERVICE = 'unknown_service';

/**
 * The text of an attribute of a resource; '' where it is absent or no text. `name` is ASCII: keys are compared as
 * bytes, and only the one value is decoded.
 */
export function resourceText(bytes: Uint8Array, resource: Envelope, name: string): string {
  const reader = new Reader(bytes, resource.info, resource.infoEnd);
  const attribute = new Reader(bytes);
  let text = '';
  while (reader.pos < resource.infoEnd) {
    const tag = reader.tag();
    if (tag !== ATTRIBUTE) {
      reader.skip(tag);
      continue;
    }
    attribute.end = reader.range();
    attribute.pos = reader.pos;
    reader.pos = attribute.end;
    text = textUnder(attribute, name) ?? text;
  }
  return text;
}

/** `service.name`, or 'unknown_service'. */
export function serviceOf(bytes: Uint8Array, resource: Envelope): string {
  return resourceText(bytes, resource, ATTR_SERVICE_NAME) || UNKNOWN_SERVICE;
}

/** The text of the KeyValue that `attribute` holds; undefined when it has another key. */
function textUnder(attribute: Reader, name: string): string | undefined {
  let named = false;
  let value = 0;
  let valueEnd = 0;
  while (attribute.pos < attribute.end) {
    const tag = attribute.tag();
    if (tag === KEY) {
      const end = attribute.range();
      named = isText(attribute.bytes, attribute.pos, end, name);
      attribute.pos = end;
    } else if (tag === VALUE) {
      valueEnd = attribute.range();
      value = attribute.pos;
      attribute.pos = valueEnd;
    } else attribute.skip(tag);
  }
  return named ? stringIn(new Reader(attribute.bytes, value, valueEnd)) : undefined;
}

function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The text in an AnyValue; '' for another type. */
function stringIn(value: Reader): string {
  let text = '';
  while (value.pos < value.end) {
    const tag = value.tag();
    if (tag !== STRING) {
      value.skip(tag);
      continue;
    }
    const end = value.range();
    text = asBuffer(value.bytes).toString('utf8', value.pos, end);
    value.pos = end;
  }
  return text;
}
