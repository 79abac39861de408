import type { Operation } from '../trace/operation.ts';
import { expectedSpan, type ExpectedSpan, type Expectation } from './expectation.ts';
import { placeOperations, type FunctionFigures } from './placeOperations.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Operations arrive in bursts and every change of a file moves lines: a pause between two announcements. */
const PAUSE_MS = 250;

/** The figures of all functions, worked out again when somebody asks after a change. */
export class LiveFigures {
  private readonly announce: () => void;
  private readonly operations = new Map<number, Operation>();
  private placed: ReadonlyMap<string, FunctionFigures[]> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(announce: () => void) {
    this.announce = announce;
  }

  set(operations: readonly Operation[], all: boolean): void {
    if (all) this.operations.clear();
    for (const operation of operations) this.operations.set(operation.id, operation);
    this.changed();
  }

  /** The operations or the index have changed. */
  changed(): void {
    this.placed = undefined;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.announce();
    }, PAUSE_MS);
  }

  of(file: string, index: WorkspaceIndex): FunctionFigures[] {
    return this.all(index).get(file) ?? [];
  }

  expected(expectation: Expectation, index: WorkspaceIndex): ExpectedSpan | undefined {
    return expectedSpan(expectation, this.operations.values(), this.all(index), index);
  }

  private all(index: WorkspaceIndex): ReadonlyMap<string, FunctionFigures[]> {
    return (this.placed ??= placeOperations([...this.operations.values()], index));
  }
}
