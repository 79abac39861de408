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
