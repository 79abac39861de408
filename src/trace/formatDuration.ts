const UNITS: readonly (readonly [name: string, nanoseconds: bigint])[] = [
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['µs', 1_000n],
];

/** A duration for people, three digits of it: `1.23 ms`, `45.6 s`, `789 ns`, `2m 03s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds >= 100_000_000_000n) return minutes(nanoseconds);
  const unit = UNITS.find(([, size]) => nanoseconds >= size);
  if (!unit) return `${nanoseconds} ns`;
  const [name, size] = unit;
  const decimals = nanoseconds >= 100n * size ? 0 : nanoseconds >= 10n * size ? 1 : 2;
  const scale = 10n ** BigInt(decimals);
  const rounded = (nanoseconds * scale + size / 2n) / size;
  const fraction = String(rounded % scale).padStart(decimals, '0');
  return `${rounded / scale}${decimals > 0 ? `.${fraction}` : ''} ${name}`;
}

function minutes(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  return `${seconds / 60n}m ${String(seconds % 60n).padStart(2, '0')}s`;
}
