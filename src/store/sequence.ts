/**
 * Numbers for what arrives: each larger than all before, and the time of arrival at once, in microseconds since 1970.
 * Should more than a million come in a second, or the clock be set back, they run ahead of the time.
 */
export class Sequence {
  last: number;

  constructor(last: number) {
    this.last = last;
  }

  next(): number {
    this.last = Math.max(this.last + 1, seqAt(Date.now()));
    return this.last;
  }
}

/** The number of what arrives at that time, in ms since 1970. */
export function seqAt(unixMs: number): number {
  return unixMs * 1_000;
}
