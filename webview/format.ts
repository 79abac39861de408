/** Times and values as a person reads them. Everything is exact: nanoseconds are bigints until they are text. */
import type { AnyValue } from '../src/otlp/value.ts';
import { formatDuration } from '../src/trace/formatDuration.ts';

const MILLI = 1_000_000n;
const SECOND = 1_000_000_000n;

/** `ns` to the last nanosecond: "214,301,221 ns". */
export function formatExact(ns: bigint): string {
  return `${ns.toString().replace(/\B(?=(\d{3})+$)/g, ',')} ns`;
}

/** A time relative to a span's start, with its sign: "+12.3 ms". */
export function formatOffset(ns: bigint): string {
  return ns < 0n ? formatDuration(ns) : `+${formatDuration(ns)}`;
}

/** How long ago `unixNano` was at `nowMs`, in one unit: "now", "5 s", "3 min", "2 h", "4 d". */
export function formatAge(unixNano: bigint, nowMs: number): string {
  const seconds = BigInt(Math.floor(nowMs / 1000)) - unixNano / SECOND;
  if (seconds < 1n) return 'now';
  if (seconds < 60n) return `${seconds} s`;
  if (seconds < 3_600n) return `${seconds / 60n} min`;
  if (seconds < 86_400n) return `${seconds / 3_600n} h`;
  return `${seconds / 86_400n} d`;
}

/** A point in time on this machine's clock and in its zone, to the nanosecond: "2026-11-23 14:20:22.123456789". */
export function formatTime(unixNano: bigint): string {
  const date = new Date(Number(unixNano / MILLI));
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(unixNano % SECOND).padStart(9, '0')}`;
}

/** "12,345". */
export function number(n: number): string {
  return n.toLocaleString('en');
}

/** At most four characters: "999", "1.2k", "100k", "3M". */
export function compact(n: number): string {
  if (n < 1000) return String(n);
  const [share, unit] = n < 999_500 ? [n / 1000, 'k'] : [n / 1e6, 'M'];
  return `${share < 9.95 ? share.toFixed(1) : share.toFixed(0)}${unit}`;
}

/** "1 span", "3 spans". */
export function count(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** An attribute's value as text: bytes as base64, arrays and maps as JSON, an empty value as ''. Integers keep 64 bits. */
export function formatValue(value: AnyValue): string {
  return 'stringValue' in value ? value.stringValue : json(value);
}

function json(value: AnyValue): string {
  if ('stringValue' in value) return JSON.stringify(value.stringValue);
  if ('intValue' in value) return value.intValue;
  if ('doubleValue' in value) return String(value.doubleValue);
  if ('boolValue' in value) return String(value.boolValue);
  if ('bytesValue' in value) return value.bytesValue;
  if ('arrayValue' in value) return `[${(value.arrayValue.values ?? []).map(json).join(', ')}]`;
  if ('kvlistValue' in value) {
    const entries = value.kvlistValue.values ?? [];
    return `{${entries.map((entry) => `${JSON.stringify(entry.key)}: ${json(entry.value)}`).join(', ')}}`;
  }
  return '';
}
