import type { AnyValue, KeyValue } from '../otlp/value.ts';

type Plain = string | boolean | number | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Attributes as a plain map; of equal keys the last counts. */
export function plainAttributes(attributes: readonly KeyValue[]): Record<string, Plain> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));
}

/**
 * An attribute's value as plain JSON: 64-bit integers are decimal strings, bytes base64, an empty value null, and a
 * double that JSON has no number for its name.
 */
function plainValue(value: AnyValue): Plain {
  if ('stringValue' in value) return value.stringValue;
  if ('boolValue' in value) return value.boolValue;
  if ('intValue' in value) return value.intValue;
  if ('doubleValue' in value) return value.doubleValue;
  if ('bytesValue' in value) return value.bytesValue;
  if ('arrayValue' in value) return (value.arrayValue.values ?? []).map(plainValue);
  if ('kvlistValue' in value) return plainAttributes(value.kvlistValue.values ?? []);
  return null;
}
