/** A trace as a view has it open: the columns, what is collapsed, what is on show, and which span is selected. */
import type { TraceColumns } from '../src/trace/columns.ts';
import { indexSpans, type SpanIndex } from '../src/trace/spanIndex.ts';
import { childrenOf, hasChildren, positionOf, visibleSpans } from './visibleSpans.ts';

export class OpenTrace {
  readonly columns: TraceColumns;
  /** Unix ns of the earliest start; the origin of the time axis. */
  readonly start: bigint;
  /** ns from there to the latest end, at least 1; a double: it only places pixels. */
  readonly total: number;
  /** Rows on show, in order. */
  visible: Uint32Array;
  /** Selected row, or -1. */
  selected = -1;

  readonly #collapsed: Uint8Array;
  readonly #index: SpanIndex;

  /** `collapsed` and `selected` are what was so before the trace grew or the view was closed. */
  constructor(columns: TraceColumns, collapsed: Iterable<bigint> = [], selected?: bigint) {
    this.columns = columns;
    this.#index = indexSpans(columns.spanId, columns.count);
    this.#collapsed = new Uint8Array(columns.count);
    for (const spanId of collapsed) {
      const row = this.#index.find(spanId);
      if (row >= 0 && hasChildren(columns, row)) this.#collapsed[row] = 1;
    }
    this.visible = visibleSpans(columns, this.#collapsed);
    if (selected !== undefined) this.selected = this.#index.find(selected);

    let start = columns.start[0] ?? 0n;
    let end = start;
    for (let row = 0; row < columns.count; row++) {
      if (columns.start[row]! < start) start = columns.start[row]!;
      if (columns.end[row]! > end) end = columns.end[row]!;
    }
    this.start = start;
    this.total = Math.max(1, Number(end - start));
  }

  /** Row of a span, or -1. */
  rowOf(spanId: bigint): number {
    return this.#index.find(spanId);
  }

  /** Position on screen of a row, or of the collapsed span that hides it. */
  positionOf(row: number): number {
    return positionOf(this.visible, row);
  }

  isCollapsed(row: number): boolean {
    return this.#collapsed[row] === 1;
  }

  collapsedIds(): bigint[] {
    const ids: bigint[] = [];
    for (let row = this.#collapsed.indexOf(1); row >= 0; row = this.#collapsed.indexOf(1, row + 1)) {
      ids.push(this.columns.spanId[row]!);
    }
    return ids;
  }

  /** Collapses or expands one span. A selection that this hides moves to the span. */
  collapse(row: number, collapsed: boolean): void {
    if (!hasChildren(this.columns, row)) return;
    this.#collapsed[row] = Number(collapsed);
    this.#changed();
  }

  /** Expands `row` and all its siblings. */
  expandSiblings(row: number): void {
    for (const sibling of childrenOf(this.columns, this.columns.parent[row]!)) this.#collapsed[sibling] = 0;
    this.#changed();
  }

  /** Selects a row; expands what hides it. */
  select(row: number): void {
    this.selected = row;
    let hidden = false;
    for (let above = this.columns.parent[row]!; above >= 0; above = this.columns.parent[above]!) {
      if (!this.#collapsed[above]) continue;
      this.#collapsed[above] = 0;
      hidden = true;
    }
    if (hidden) this.#changed();
  }

  #changed(): void {
    this.visible = visibleSpans(this.columns, this.#collapsed);
    if (this.selected >= 0) this.selected = this.visible[this.positionOf(this.selected)]!;
  }
}
