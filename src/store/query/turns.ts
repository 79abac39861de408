import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from '../storeError.ts';

/** Others have their turn after so many milliseconds. */
const SLICE_MS = 5;

/** Lets others have their turn while a search goes on. */
export class Turns {
  private readonly signal: AbortSignal | undefined;
  private end = performance.now() + SLICE_MS;

  constructor(signal: AbortSignal | undefined) {
    this.signal = signal;
  }

  get isOver(): boolean {
    return performance.now() >= this.end;
  }

  /** @throws StoreError when the signal says that nobody waits for the search any more. */
  async next(): Promise<void> {
    await nextTurn();
    if (this.signal?.aborted) throw new StoreError('The search was given up.');
    this.end = performance.now() + SLICE_MS;
  }
}
