import type { DatabaseSync } from 'node:sqlite';
import { Eviction, type Dropped } from './eviction.ts';
import type { Limits } from './limits.ts';
import { seqAt } from './sequence.ts';
import { ShareChanges, Shares, type Share } from './shares.ts';
import { giveBack, usedBytes } from './space.ts';
import { transaction } from './transaction.ts';

/** Pause before the first step after a commit, and while nothing can be done. */
const CHECK_MS = 250;
/** A step takes so long, and the pause before the next one: requests come first. */
const STEP_MS = 10;
/** Pause after a step that failed (a full disk, a locked database): nothing is lost, the next one tries again. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** How often old traces are looked for while nothing comes in. */
const AGE_CHECK_MS = 60_000;
/** Services that a step looks at. */
const SERVICES = 100;

type Measure = 'items' | 'bytes';

/**
 * Keeps the store within its limits, in short steps in the background, by whole traces. When space must go it is
 * taken from the service that holds the most at that moment, whose trace that was added to longest ago goes: a service
 * that floods the store gives way to itself, and one that holds less than an equal share loses nothing. Old age takes
 * traces of every service. What is pinned stays; what is still arriving stays as long as that is bearable.
 */
export class Retention {
  private readonly database: DatabaseSync;
  private readonly limits: Limits;
  private readonly shares: Shares;
  private readonly eviction: Eviction;
  private readonly onDropped: (traceIds: readonly string[]) => void;
  private timer: NodeJS.Timeout | undefined;
  private due = Infinity;
  /** The service up to which old traces were looked for, and when that begins anew. */
  private aged: string | undefined;
  private ageCheck = 0;

  constructor(database: DatabaseSync, limits: Limits, onDropped: (traceIds: readonly string[]) => void) {
    this.database = database;
    this.limits = limits;
    this.onDropped = onDropped;
    this.shares = new Shares(database);
    this.eviction = new Eviction(database);
  }

  /** Something was committed, or pinned, or the process has just started. */
  wake(): void {
    this.schedule(CHECK_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.due = Infinity;
  }

  private schedule(pause: number): void {
    const due = performance.now() + pause;
    if (due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.due = Infinity;
      try {
        this.schedule(this.step());
      } catch {
        this.schedule(PAUSE_AFTER_FAILURE_MS);
      }
    }, pause).unref();
  }

  /** Returns the pause before the next step in ms. */
  private step(): number {
    const pause = Math.min(this.dropTooMuch(), this.dropOld());
    if (pause > STEP_MS && giveBack(this.database)) return STEP_MS;
    return pause;
  }

  private dropTooMuch(): number {
    const excess = this.excess();
    if (!excess) return AGE_CHECK_MS;
    const { by, amount } = excess;
    const settled = excess.bearable ? before(this.limits.settleMs) : Infinity;
    const holders = this.shares.largest(by, SERVICES);
    const held = holders.reduce((sum, holder) => sum + holder[by], 0);
    const equal = (held - amount) / holders.length;
    let dropped = 0;
    this.drop((dropOldest) => {
      if (dropped >= amount) return false;
      const holder = largestOf(holders, by);
      // Those that hold much are still arriving: nobody else has to make room for them.
      if (!holder || holder[by] < equal) return false;
      const gone = dropOldest(holder.service, settled);
      if (gone) {
        holder.items -= gone.items;
        holder.bytes -= gone.bytes;
        dropped += gone[by];
      } else holders.splice(holders.indexOf(holder), 1);
      return true;
    });
    return dropped > 0 ? STEP_MS : CHECK_MS;
  }

  /** By what the store exceeds its limits. */
  private excess(): Excess | undefined {
    const { maxItems, maxBytes } = this.limits;
    const held = this.shares.total();
    if (held.items > maxItems) {
      return { by: 'items', amount: held.items - maxItems, bearable: held.items <= 2 * maxItems };
    }
    const used = usedBytes(this.database);
    if (used <= maxBytes || held.items === 0) return undefined;
    return { by: 'bytes', amount: used - maxBytes, bearable: used <= 2 * maxBytes };
  }

  private dropOld(): number {
    const wait = this.ageCheck - performance.now();
    if (wait > 0) return wait;
    const old = before(this.limits.maxAgeMs);
    const services = this.shares.after(this.aged, SERVICES);
    let at = 0;
    this.drop((dropOldest) => {
      if (at === services.length) return false;
      if (!dropOldest(services[at]!, old)) this.aged = services[at++];
      return true;
    });
    if (at < services.length || at === SERVICES) return STEP_MS;
    this.aged = undefined;
    this.ageCheck = performance.now() + AGE_CHECK_MS;
    return AGE_CHECK_MS;
  }

  /** Drops traces in one transaction until there is nothing more to do or the step's time is over. */
  private drop(next: (dropOldest: DropOldest) => boolean): void {
    const deadline = performance.now() + STEP_MS;
    const traceIds: string[] = [];
    transaction(this.database, () => {
      const changes = new ShareChanges();
      const dropOldest: DropOldest = (service, settled) => {
        const gone = this.eviction.dropOldest(service, settled);
        if (gone) changes.add(service, -gone.items, -gone.bytes);
        if (gone?.traceId !== undefined) traceIds.push(gone.traceId);
        return gone;
      };
      while (next(dropOldest)) if (performance.now() > deadline) break;
      this.eviction.tidy();
      this.shares.save(changes);
    });
    if (traceIds.length > 0) this.onDropped(traceIds);
  }
}

interface Excess {
  readonly by: Measure;
  readonly amount: number;
  /** Whether what is still arriving can stay. */
  readonly bearable: boolean;
}

/** Drops the oldest trace of a service unless something was added to it at or after that `seq`. */
type DropOldest = (service: string, settled: number) => Dropped | undefined;

function largestOf(holders: readonly Share[], by: Measure): Share | undefined {
  let largest = holders[0];
  for (const holder of holders) if (holder[by] > largest![by]) largest = holder;
  return largest;
}

/** The `seq` of what arrived so many milliseconds ago. */
function before(ms: number): number {
  return seqAt(Date.now() - ms);
}
