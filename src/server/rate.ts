const SECONDS = 60;

/** Counts what came in during the last minute. */
export class Rate {
  private readonly perSecond = new Float64Array(SECONDS);
  private lastSecond = 0;

  /** `now` in ms since any fixed moment. */
  add(count: number, now = performance.now()): void {
    this.perSecond[this.moveTo(now) % SECONDS]! += count;
  }

  perMinute(now = performance.now()): number {
    this.moveTo(now);
    return this.perSecond.reduce((sum, count) => sum + count, 0);
  }

  /** Empties the seconds that have passed unused; returns the current one. */
  private moveTo(now: number): number {
    const second = Math.floor(now / 1_000);
    for (let passed = 1; passed <= Math.min(second - this.lastSecond, SECONDS); passed++) {
      this.perSecond[(this.lastSecond + passed) % SECONDS] = 0;
    }
    this.lastSecond = second;
    return second;
  }
}
