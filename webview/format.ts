/** Times and values as a person reads them. Everything is exact: nanoseconds are bigints until they are text. */
import type { AnyValue } from '../src/otlp/value.ts';

const MICRO = 1_000n;
const MILLI = 1_000_000n;
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

/** `ns` in its natural unit with about three significant digits: "812 ns", "3.2 µs", "214.3 ms", "1.83 s", "2 min 5 s". */
export function formatDuration(ns: bigint): string {
  if (ns < 0n) return `-${formatDuration(-ns)}`;
  if (ns < MICRO) return `${ns} ns`;
  if (ns < MILLI) return decimal(ns, MICRO, 1, 'µs') ?? '1.0 ms';
  if (ns < SECOND) return decimal(ns, MILLI, 1, 'ms') ?? '1.00 s';
  if (ns < MINUTE) return decimal(ns, SECOND, 2, 's') ?? '1 min';
  if (ns < HOUR) return pair(ns, MINUTE, 'min', SECOND, 's');
  if (ns < DAY) return pair(ns, HOUR, 'h', MINUTE, 'min');
  return pair(ns, DAY, 'd', HOUR, 'h');
}

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

/** A span id as 16 hex digits. */
export function hexId(id: bigint): string {
  return id.toString(16).padStart(16, '0');
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

/** Rounded to `digits` after the point, half up, so that figures in a column line up; undefined when it rounds up to 1,000 (or a minute). */
function decimal(ns: bigint, unit: bigint, digits: number, name: string): string | undefined {
  const scale = 10n ** BigInt(digits);
  const rounded = (ns * scale + unit / 2n) / unit;
  if (rounded >= (name === 's' ? 60n : 1000n) * scale) return undefined;
  const fraction = String(rounded % scale).padStart(digits, '0');
  return `${rounded / scale}.${fraction} ${name}`;
}

function pair(ns: bigint, unit: bigint, name: string, part: bigint, partName: string): string {
  const parts = (ns + part / 2n) / part;
  const perUnit = unit / part;
  const rest = parts % perUnit;
  return `${parts / perUnit} ${name}${rest ? ` ${rest} ${partName}` : ''}`;
}
