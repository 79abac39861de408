import type { Limits } from '../store/limits.ts';

/** The options by which `spanline serve` and the server's own process are told what to keep. */
export const LIMIT_OPTIONS = {
  'max-items': { type: 'string' },
  'max-size': { type: 'string' },
  'max-age': { type: 'string' },
} as const;

export const LIMIT_USAGE = '[--max-items 1000000] [--max-size MB] [--max-age HOURS]';

type Name = keyof typeof LIMIT_OPTIONS;

/** Each option with the limit that it sets, and the limit's unit. */
const LIMITS: readonly (readonly [Name, Exclude<keyof Limits, 'settleMs'>, number])[] = [
  ['max-items', 'maxItems', 1],
  ['max-size', 'maxBytes', 1_000_000],
  ['max-age', 'maxAgeMs', 3_600_000],
];

/** The limits that were given; `toNumber` reads a whole number or throws. */
export function limitsFrom(
  values: Readonly<Partial<Record<Name, string>>>,
  toNumber: (name: Name, text: string) => number,
): Partial<Limits> {
  const limits: { -readonly [Limit in keyof Limits]?: number } = {};
  for (const [name, limit, unit] of LIMITS) {
    const text = values[name];
    if (text !== undefined) limits[limit] = toNumber(name, text) * unit;
  }
  return limits;
}

/** The same limits as arguments of a command line. */
export function limitArguments(limits: Partial<Limits>): string[] {
  return LIMITS.flatMap(([name, limit, unit]) => {
    const value = limits[limit];
    return value === undefined ? [] : [`--${name}`, String(value / unit)];
  });
}
