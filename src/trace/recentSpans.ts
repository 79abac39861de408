/** Spans that are remembered at least; at most twice as many. */
const REMEMBERED = 250_000;

/**
 * Remembers which spans came lately, to notice one that comes again. Two hash tables, of which the older one is
 * emptied when the younger is full: some megabytes, whatever comes.
 */
export class RecentSpans {
  private readonly remembered: number;
  private readonly mask: number;
  /** Two halves of a key in each slot; the second is 0 in a free one. */
  private young: Uint32Array;
  private old: Uint32Array;
  private count = 0;

  constructor(remembered = REMEMBERED) {
    this.remembered = remembered;
    const slots = 2 ** Math.ceil(Math.log2(remembered * 2));
    this.mask = slots - 1;
    this.young = new Uint32Array(slots * 2);
    this.old = new Uint32Array(slots * 2);
  }

  /** For the spans of one trace: adds a span by the two halves of its id, and says whether it is new. */
  of(traceId: string): (low: number, high: number) => boolean {
    const last = Number.parseInt(traceId.slice(24), 16);
    const before = Number.parseInt(traceId.slice(16, 24), 16);
    // Spread over all bits: span ids that count from 1 in every trace are told apart.
    const traceLow = Math.imul(last, 0x9e3779b1);
    const traceHigh = Math.imul(last ^ before, 0x85ebca6b);
    return (low, high) => this.add((low ^ traceLow) >>> 0, (high ^ traceHigh) >>> 0 || 1);
  }

  clear(): void {
    this.young.fill(0);
    this.old.fill(0);
    this.count = 0;
  }

  private add(low: number, high: number): boolean {
    const free = this.find(this.young, low, high);
    if (free < 0 || this.find(this.old, low, high) < 0) return false;
    this.young[free] = low;
    this.young[free + 1] = high;
    if (++this.count < this.remembered) return true;
    [this.young, this.old] = [this.old.fill(0), this.young];
    this.count = 0;
    return true;
  }

  /** Where a free slot for the key is, or -1 when the key is there. */
  private find(slots: Uint32Array, low: number, high: number): number {
    const hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    for (let slot = (hash ^ (hash >>> 15)) & this.mask; ; slot = (slot + 1) & this.mask) {
      const at = slot * 2;
      if (slots[at + 1] === 0) return at;
      if (slots[at] === low && slots[at + 1] === high) return -1;
    }
  }
}
