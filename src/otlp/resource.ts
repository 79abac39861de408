import { ATTR_SERVICE_NAME } from '../semconv/names.ts';
import { Reader, Wire, asBuffer, tagOf } from './wire.ts';
import type { Envelope } from './items.ts';

const ATTRIBUTE = tagOf(1, Wire.Bytes);
const KEY = tagOf(1, Wire.Bytes);
const VALUE = tagOf(2, Wire.Bytes);
const STRING = tagOf(1, Wire.Bytes);

export const UNKNOWN_SERVICE = 'unknown_service';

/** The text of an attribute of a resource; '' where it is absent or no text. */
export function resourceText(bytes: Uint8Array, resource: Envelope, name: string): string {
  const reader = new Reader(bytes, resource.info, resource.infoEnd);
  const buffer = asBuffer(bytes);
  let text = '';
  while (reader.pos < resource.infoEnd) {
    const tag = reader.tag();
    if (tag !== ATTRIBUTE) {
      reader.skip(tag);
      continue;
    }
    const end = reader.range();
    const attribute = new Reader(bytes, reader.pos, end);
    reader.pos = end;
    let key = '';
    let value = '';
    while (attribute.pos < end) {
      const part = attribute.tag();
      if (part === KEY) key = textOf(attribute, buffer);
      else if (part === VALUE) value = stringOf(attribute, buffer);
      else attribute.skip(part);
    }
    if (key === name) text = value;
  }
  return text;
}

/** `service.name`, or 'unknown_service'. */
export function serviceOf(bytes: Uint8Array, resource: Envelope): string {
  return resourceText(bytes, resource, ATTR_SERVICE_NAME) || UNKNOWN_SERVICE;
}

function textOf(reader: Reader, buffer: Buffer): string {
  const end = reader.range();
  const text = buffer.toString('utf8', reader.pos, end);
  reader.pos = end;
  return text;
}

/** The text in an AnyValue; '' for another type. */
function stringOf(reader: Reader, buffer: Buffer): string {
  const end = reader.range();
  const value = new Reader(reader.bytes, reader.pos, end);
  reader.pos = end;
  let text = '';
  while (value.pos < end) {
    const tag = value.tag();
    if (tag === STRING) text = textOf(value, buffer);
    else value.skip(tag);
  }
  return text;
}
