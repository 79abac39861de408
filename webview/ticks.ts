/** Where a time axis has its marks: at round times, in a unit that people count in. */

export interface Tick {
  /** Nanoseconds from the start of the trace. */
  readonly at: number;
  readonly label: string;
}

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest first. */
const UNITS: readonly (readonly [name: string, ns: number])[] = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
];

/** Between a second and a day people count in these; below and above in 1, 2, 5, 10. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/** The ticks of [from, to] (ns, relative), `limit` at most; [] for an empty window. */
export function ticks(from: number, to: number, limit: number): Tick[] {
  if (!(to > from) || limit < 1) return [];
  const step = roundStep((to - from) / limit);
  // The unit fits the times and the digits fit the step: "112.35 ms" stays readable however far one zooms in.
  const [unit, size] = UNITS.find(([, ns]) => to >= ns && (step >= ns || ns <= SECOND)) ?? UNITS.at(-1)!;
  const digits = decimals(step / size);
  const result: Tick[] = [];
  for (let i = Math.ceil(from / step); i * step <= to && result.length < limit; i++) {
    result.push({ at: i * step, label: `${((i * step) / size).toFixed(digits)} ${unit}` });
  }
  return result;
}

/** The smallest round step (ns) that is not below `least`. */
export function roundStep(least: number): number {
  if (least <= SECOND) return roundDecimal(least);
  return CLOCK_STEPS.find((step) => step >= least) ?? roundDecimal(least / DAY) * DAY;
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `least`. */
function roundDecimal(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((n) => n * power >= least * (1 - 1e-12)) ?? 10);
}

/** Digits after the point that the multiples of a decimal `step` need. */
function decimals(step: number): number {
  return step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9);
}
