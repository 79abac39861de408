import { html, render } from 'lit/html.js';
import type { ServiceColours } from './colours.ts';
import { contextOf } from './contextMenu.ts';
import { formatDuration } from '../src/trace/formatDuration.ts';
import { hexId } from '../src/trace/hexId.ts';
import { count } from './format.ts';
import { moved, moveOf } from './keyboard.ts';
import type { OpenTrace } from './openTrace.ts';
import { positionAt, Rows } from './rows.ts';
import { ROW_HEIGHT } from './scrolling.ts';
import { spanRow } from './spanRow.ts';
import { axis, dragRange } from './timeAxis.ts';
import { pan, zoom, type TimeWindow } from './timeWindow.ts';
import { hasChildren } from './visibleSpans.ts';

const ZOOM_STEP = 1.5;
const PAN_STEP = 0.2;

export interface WaterfallActions {
  /** A span was selected; `shown` when the user asked to see its detail by it. */
  readonly select: (row: number, shown: boolean) => void;
  readonly openSource: (row: number, toSide: boolean) => void;
  readonly collapsed: () => void;
}

/** The spans of a trace over time. A treegrid: one tab stop, the keys of VS Code's trees. */
export class Waterfall {
  readonly #grid: HTMLElement;
  readonly #axis: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #rows: Rows;
  readonly #colours: ServiceColours;
  readonly #actions: WaterfallActions;
  #trace: OpenTrace | undefined;
  #window: TimeWindow = { from: 0, to: 1 };

  constructor(grid: HTMLElement, colours: ServiceColours, actions: WaterfallActions) {
    this.#grid = grid;
    this.#colours = colours;
    this.#actions = actions;
    render(
      html`<div class="axis" role="row" aria-rowindex="1">
          <div class="span-name" role="columnheader"></div>
          <div
            class="lane"
            role="columnheader"
            aria-label="Time"
            title="Drag to zoom, double-click to see all"
          ></div>
        </div>
        <div class="lines" role="presentation"><div class="lane"></div></div>
        <div class="scroller" role="rowgroup" tabindex="-1"></div>`,
      grid,
    );
    this.#axis = grid.querySelector<HTMLElement>('.axis .lane')!;
    this.#lines = grid.querySelector<HTMLElement>('.lines .lane')!;
    const scroller = grid.querySelector<HTMLElement>('.scroller')!;
    // A click gives it the focus; the keys are the grid's.
    scroller.addEventListener('focus', () => {
      grid.focus();
    });
    this.#rows = new Rows(scroller, (at) => spanRow(this.#trace!, at, this.#window, this.#colours));
    this.#listen();
  }

  /** Shows another trace, from its top. */
  open(trace: OpenTrace): void {
    this.#trace = trace;
    this.#window = { from: 0, to: trace.total };
    this.#draw();
    if (trace.selected >= 0) this.#rows.reveal(trace.positionOf(trace.selected));
    else this.#rows.scrollTo(0);
  }

  /** Shows the same trace after it has grown: what is on screen stays where it is. */
  grow(trace: OpenTrace): void {
    const before = this.#trace;
    if (!before) {
      this.open(trace);
      return;
    }
    const { offset } = this.#rows;
    const anchor = before.visible[Math.floor(offset / ROW_HEIGHT)];
    const whole = this.#window.from === 0 && this.#window.to === before.total;
    // An earlier span that came late moves the origin.
    const shift = Number(before.start - trace.start);
    this.#trace = trace;
    this.#window = whole
      ? { from: 0, to: trace.total }
      : { from: this.#window.from + shift, to: this.#window.to + shift };
    this.#draw();
    if (offset <= 0 || anchor === undefined) return;
    const row = trace.rowOf(before.columns.spanId[anchor]!);
    if (row >= 0) this.#rows.scrollTo(trace.positionOf(row) * ROW_HEIGHT + (offset % ROW_HEIGHT));
  }

  /** Selects a row of the trace and brings it on screen. */
  select(row: number): void {
    if (!this.#trace) return;
    this.#trace.select(row);
    this.#draw();
    this.#rows.reveal(this.#trace.positionOf(row));
  }

  focus(): void {
    this.#grid.focus();
    if (this.#trace && this.#trace.selected < 0) this.#choose(0, false);
  }

  #draw(): void {
    const trace = this.#trace;
    if (!trace) return;
    this.#grid.setAttribute('aria-rowcount', String(trace.visible.length + 1));
    this.#grid.setAttribute('aria-label', `Spans: ${count(trace.columns.count, 'span')}`);
    if (trace.selected < 0) this.#grid.removeAttribute('aria-activedescendant');
    else this.#grid.setAttribute('aria-activedescendant', `span-${trace.positionOf(trace.selected)}`);
    this.#drawAxis();
    this.#rows.update(trace.visible.length);
  }

  #drawAxis(): void {
    const { labels, lines } = axis(this.#window, this.#axis.clientWidth);
    render(labels, this.#axis);
    render(lines, this.#lines);
    const heading = this.#grid.querySelector<HTMLElement>('.axis .span-name')!;
    const { columns, start } = this.#trace!;
    const end = BigInt(Math.round(this.#trace!.total));
    render(
      html`<span class="summary"
        >${count(columns.count, 'span')} ·
        ${formatDuration(end)}${
          this.#isZoomed
            ? html` ·
                <button
                  class="link"
                  title="See the whole trace (0)"
                  @click=${() => {
                    this.#zoomTo({ from: 0, to: this.#trace!.total });
                  }}
                >
                  zoomed
                </button>`
            : ''
        }</span
      >`,
      heading,
    );
    heading.title = start === 0n ? '' : columns.traceId;
  }

  get #isZoomed(): boolean {
    return this.#window.from > 0 || this.#window.to < (this.#trace?.total ?? 1);
  }

  #zoomTo(window: TimeWindow): void {
    this.#window = window;
    this.#drawAxis();
    this.#rows.update();
  }

  #choose(position: number, shown: boolean): void {
    const row = this.#trace?.visible[position];
    if (row === undefined) return;
    this.select(row);
    this.#actions.select(row, shown);
  }

  #toggle(row: number, collapsed: boolean): void {
    const trace = this.#trace!;
    const { selected } = trace;
    trace.collapse(row, collapsed);
    this.#draw();
    this.#actions.collapsed();
    if (trace.selected !== selected) this.#actions.select(trace.selected, false);
  }

  #listen(): void {
    const grid = this.#grid;
    grid.addEventListener('keydown', (event) => {
      if (event.target === grid && this.#key(event)) event.preventDefault();
    });
    grid.addEventListener('mousedown', (event) => {
      const at = positionAt(event);
      if (at === undefined || event.button === 1) return;
      const twistie = (event.target as Element).classList.contains('twistie');
      const row = this.#trace!.visible[at]!;
      if (twistie && hasChildren(this.#trace!.columns, row))
        this.#toggle(row, !this.#trace!.isCollapsed(row));
      else this.#choose(at, event.button === 0);
    });
    contextOf(grid, (at) => {
      if (!this.#trace) return undefined;
      const { columns, visible, selected } = this.#trace;
      const spanId = columns.spanId[at === undefined ? selected : visible[at]!];
      return spanId === undefined
        ? undefined
        : { webviewSection: 'span', traceId: columns.traceId, spanId: hexId(spanId) };
    });
    grid.addEventListener('dblclick', (event) => {
      const at = positionAt(event);
      if (at === undefined || (event.target as Element).classList.contains('twistie')) return;
      this.#actions.openSource(this.#trace!.visible[at]!, event.altKey || event.ctrlKey);
    });
    grid.addEventListener(
      'wheel',
      (event) => {
        if (this.#wheel(event)) event.preventDefault();
      },
      { passive: false },
    );
    dragRange(this.#axis, (from, to) => {
      const width = this.#window.to - this.#window.from;
      const start = this.#window.from;
      this.#zoomTo({ from: start + from * width, to: start + to * width });
    });
    this.#axis.addEventListener('dblclick', () => {
      if (this.#trace) this.#zoomTo({ from: 0, to: this.#trace.total });
    });
    new ResizeObserver(() => {
      if (this.#trace) this.#drawAxis();
    }).observe(this.#axis);
  }

  #wheel(event: WheelEvent): boolean {
    if (!this.#trace) return false;
    const { total } = this.#trace;
    if (event.ctrlKey || event.metaKey) {
      const box = this.#axis.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
      const anchor = this.#window.from + share * (this.#window.to - this.#window.from);
      this.#zoomTo(zoom(this.#window, Math.exp(event.deltaY / 300), anchor, total));
      return true;
    }
    const across = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (!this.#isZoomed || Math.abs(across) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return false;
    this.#zoomTo(pan(this.#window, across / Math.max(1, this.#axis.clientWidth), total));
    return true;
  }

  /** True when the key was the waterfall's. */
  #key(event: KeyboardEvent): boolean {
    const trace = this.#trace;
    if (!trace) return false;
    if (this.#timeKey(event, trace)) return true;
    const at = trace.selected < 0 ? -1 : trace.positionOf(trace.selected);
    const move = moveOf(event);
    if (move && !event.shiftKey) {
      this.#choose(moved(move, at, trace.visible.length, this.#rows.page), false);
      return true;
    }
    if (trace.selected < 0) return false;
    const row = trace.selected;
    switch (event.key) {
      case 'Enter':
        this.#actions.openSource(row, event.altKey || event.ctrlKey);
        return true;
      case ' ':
        this.#actions.select(row, true);
        return true;
      case 'ArrowLeft':
        this.#left(trace, row);
        return true;
      case 'ArrowRight':
        if (trace.isCollapsed(row)) this.#toggle(row, false);
        else if (hasChildren(trace.columns, row)) this.#choose(at + 1, false);
        return true;
      case '*':
        trace.expandSiblings(row);
        this.#draw();
        this.#actions.collapsed();
        return true;
      default:
        return false;
    }
  }

  #left(trace: OpenTrace, row: number): void {
    const parent = trace.columns.parent[row]!;
    if (hasChildren(trace.columns, row) && !trace.isCollapsed(row)) this.#toggle(row, true);
    else if (parent >= 0) this.#choose(trace.positionOf(parent), false);
  }

  /** Zooming around the selected span, or the middle; panning with Shift. */
  #timeKey(event: KeyboardEvent, trace: OpenTrace): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { from, to } = this.#window;
    const anchor = this.#anchor(trace);
    if (event.key === '+' || event.key === '=')
      this.#zoomTo(zoom(this.#window, 1 / ZOOM_STEP, anchor, trace.total));
    else if (event.key === '-') this.#zoomTo(zoom(this.#window, ZOOM_STEP, anchor, trace.total));
    else if (event.key === '0') this.#zoomTo({ from: 0, to: trace.total });
    else if (event.shiftKey && event.key === 'ArrowLeft')
      this.#zoomTo(pan({ from, to }, -PAN_STEP, trace.total));
    else if (event.shiftKey && event.key === 'ArrowRight')
      this.#zoomTo(pan({ from, to }, PAN_STEP, trace.total));
    else return false;
    return true;
  }

  #anchor({ selected, columns, start }: OpenTrace): number {
    const { from, to } = this.#window;
    const middle = (from + to) / 2;
    if (selected < 0) return middle;
    const at = Number((columns.start[selected]! + columns.end[selected]!) / 2n - start);
    return at >= from && at <= to ? at : middle;
  }
}
