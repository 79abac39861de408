import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { TraceSummary } from '../src/trace/summary.ts';
import type { ServiceColours } from './colours.ts';
import { contextOf } from './contextMenu.ts';
import { formatDuration } from '../src/trace/formatDuration.ts';
import { compact, count, formatAge } from './format.ts';
import { icon } from './icon.ts';
import { moved, moveOf } from './keyboard.ts';
import { positionAt, Rows } from './rows.ts';
import { ROW_HEIGHT } from './scrolling.ts';

/** Dots in a row; a trace over more services says how many more in the tooltip. */
const MOST_DOTS = 5;

/** A pointer that rests longer than this points at nothing. */
const POINTING_MS = 1_000;

export interface TraceListActions {
  /** The user chose this trace. */
  readonly select: (traceId: string) => void;
  /** The user wants to go on into the selected trace. */
  readonly enter: () => void;
}

/** The rows of the trace list: drawing, selection and keys. What the list holds is decided elsewhere. */
export class TraceList {
  readonly #scroller: HTMLElement;
  readonly #rows: Rows;
  readonly #colours: ServiceColours;
  readonly #actions: TraceListActions;
  #traces: readonly TraceSummary[] = [];
  #slowest = 1n;
  /** Runs while the user is pointing at a row: since the pointer moved last. */
  #pointing: ReturnType<typeof setTimeout> | undefined;
  /** The newest trace is out of sight meanwhile, so that the row under the pointer stays there. */
  #held = false;
  #selected: string | undefined;

  constructor(scroller: HTMLElement, colours: ServiceColours, actions: TraceListActions) {
    this.#scroller = scroller;
    this.#colours = colours;
    this.#actions = actions;
    this.#rows = new Rows(scroller, (position) => this.#row(position));
    scroller.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    scroller.addEventListener('mousedown', (event) => {
      const at = positionAt(event);
      if (at !== undefined && event.button === 0) this.#choose(at);
    });
    contextOf(scroller, (at) => {
      const trace = this.#traces[at ?? this.#position];
      return trace && { webviewSection: 'trace', traceId: trace.traceId, tracePinned: trace.pinned === true };
    });
    scroller.addEventListener('dblclick', () => {
      actions.enter();
    });
    scroller.addEventListener('mousemove', () => {
      clearTimeout(this.#pointing);
      this.#pointing = setTimeout(() => {
        this.#release();
      }, POINTING_MS);
    });
    scroller.addEventListener('mouseleave', () => {
      this.#release();
    });
    // Ages grow by themselves.
    setInterval(() => {
      if (!document.hidden && this.#traces.length > 0) this.#rows.update();
    }, 1000);
  }

  set(traces: readonly TraceSummary[]): void {
    const { offset } = this.#rows;
    const top = Math.floor(offset / ROW_HEIGHT);
    const anchor = this.#traces[top]?.traceId;
    this.#traces = traces;
    this.#slowest = traces.reduce((most, { durationNano }) => {
      const duration = BigInt(durationNano);
      return duration > most ? duration : most;
    }, 1n);
    this.#rows.update(traces.length);
    this.#markActive();
    // Rows that arrive above do not move what is being read or pointed at; else the top shows the newest.
    const atTop = offset <= 0;
    if ((atTop && this.#pointing === undefined) || anchor === undefined) return;
    const now = traces.findIndex((trace) => trace.traceId === anchor);
    if (now <= top) return;
    this.#held ||= atTop;
    this.#rows.scrollTo(offset + (now - top) * ROW_HEIGHT);
  }

  select(traceId: string | undefined): void {
    if (traceId === this.#selected) return;
    this.#selected = traceId;
    this.#rows.update();
    this.#markActive();
    if (!this.#held) this.#reveal();
  }

  focus(): void {
    this.#scroller.focus();
  }

  #release(): void {
    clearTimeout(this.#pointing);
    this.#pointing = undefined;
    if (this.#held) this.#rows.scrollTo(0);
    this.#held = false;
  }

  #reveal(): void {
    const position = this.#position;
    if (position >= 0) this.#rows.reveal(position);
  }

  get #position(): number {
    return this.#traces.findIndex((trace) => trace.traceId === this.#selected);
  }

  #markActive(): void {
    const position = this.#position;
    if (position < 0) this.#scroller.removeAttribute('aria-activedescendant');
    else this.#scroller.setAttribute('aria-activedescendant', `trace-${position}`);
  }

  #choose(position: number): void {
    const trace = this.#traces[position];
    if (!trace) return;
    this.select(trace.traceId);
    this.#reveal();
    this.#actions.select(trace.traceId);
  }

  #key(event: KeyboardEvent): void {
    const move = moveOf(event);
    if (move) this.#choose(moved(move, this.#position, this.#traces.length, this.#rows.page));
    else if (event.key === 'Enter' || event.key === 'ArrowRight') this.#actions.enter();
    else return;
    event.preventDefault();
  }

  #row(position: number): TemplateResult {
    const trace = this.#traces[position]!;
    const duration = BigInt(trace.durationNano);
    const shown = formatDuration(duration);
    const age = formatAge(BigInt(trace.startUnixNano), Date.now());
    const share = Number((duration * 1000n) / this.#slowest) / 10;
    const errors = trace.errors > 0 ? count(trace.errors, 'error') : undefined;
    const spoken = [
      trace.rootName,
      trace.rootService,
      count(trace.spans, 'span'),
      errors,
      shown,
      age,
      trace.pinned && 'pinned',
    ];
    return html`<div
      class="row trace"
      id="trace-${position}"
      role="option"
      data-position=${position}
      aria-selected=${trace.traceId === this.#selected}
      aria-posinset=${position + 1}
      aria-setsize=${this.#traces.length}
      aria-label=${spoken.filter(Boolean).join(', ')}
    >
      <span class="trace-name" title="${trace.rootName} (${trace.rootService})"
        >${trace.pinned ? icon('pinned', 'Pinned') : nothing} ${trace.rootName}</span
      >
      ${this.#dots(trace.services)}
      <span class="trace-errors" title=${errors ?? nothing}
        >${errors === undefined ? nothing : html`${icon('error')}${compact(trace.errors)}`}</span
      >
      <span class="trace-spans" title=${count(trace.spans, 'span')}>${compact(trace.spans)}</span>
      <span class="trace-duration">${shown}<i style="width:${share}%"></i></span>
      <span class="trace-age">${age}</span>
    </div>`;
  }

  #dots(services: readonly string[]): TemplateResult {
    const dots = services
      .slice(0, MOST_DOTS)
      .map((service) => html`<i style="background:${this.#colours.of(service)}"></i>`);
    return html`<span class="trace-services" title=${services.join(', ')}>${dots}</span>`;
  }
}
