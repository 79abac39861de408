import { html, render, type TemplateResult } from 'lit/html.js';
import { unpackTrace } from '../src/trace/pack.ts';
import type { ServiceColours } from './colours.ts';
import { request, sentence, vscode } from './connection.ts';
import { hexId } from '../src/trace/hexId.ts';
import { OpenTrace } from './openTrace.ts';
import { remember, state } from './state.ts';
import { throttle } from './throttle.ts';
import { Waterfall } from './waterfall.ts';

/** A load that is quicker shows nothing of itself. */
const PATIENCE_MS = 150;

export interface TracePaneActions {
  /** A span of the trace was selected, or none; `shown` when the user asked to see its detail. */
  readonly select: (trace: OpenTrace | undefined, row: number, shown: boolean) => void;
  /** The trace on show has grown and is drawn. */
  readonly grown: (trace: OpenTrace) => void;
}

/** The waterfall with what happens around it: loading a trace, failing to, and loading it again while it grows. */
export class TracePane {
  readonly #waterfall: Waterfall;
  readonly #note: HTMLElement;
  readonly #grid: HTMLElement;
  readonly #actions: TracePaneActions;
  readonly #grow = throttle(() => {
    void this.#load();
  }, 250);
  #trace: OpenTrace | undefined;
  #wanted: { readonly traceId: string; readonly spanId?: bigint } | undefined;
  #loading = false;
  #again = false;

  constructor(pane: HTMLElement, colours: ServiceColours, actions: TracePaneActions) {
    render(
      html`<div class="progress" hidden></div>
        <div class="pane-note" role="status"></div>
        <div class="waterfall keys" role="treegrid" aria-label="Spans" tabindex="0"></div>`,
      pane,
    );
    this.#note = pane.querySelector<HTMLElement>('.pane-note')!;
    this.#grid = pane.querySelector<HTMLElement>('.waterfall')!;
    this.#actions = actions;
    this.#waterfall = new Waterfall(this.#grid, colours, {
      select: (row, shown) => {
        this.#remember();
        actions.select(this.#trace, row, shown);
      },
      openSource: (row, toSide) => {
        this.#openSource(row, toSide);
      },
      collapsed: () => {
        this.#remember();
      },
    });
    this.#say(undefined);
  }

  /** Shows a trace, and one of its spans. */
  open(traceId: string, spanId?: string): void {
    const id = spanId === undefined ? undefined : BigInt(`0x${spanId}`);
    const row = id === undefined ? -1 : (this.#trace?.rowOf(id) ?? -1);
    if (this.#trace?.columns.traceId === traceId && this.#wanted?.traceId === traceId) {
      if (row < 0) return;
      this.#waterfall.select(row);
      this.#actions.select(this.#trace, row, true);
      return;
    }
    this.#wanted = { traceId, ...(id !== undefined && { spanId: id }) };
    void this.#load();
  }

  /** Loads the trace again if it is the one on show: it has new spans. */
  changed(traceId: string): void {
    if (this.#wanted?.traceId === traceId) this.#grow();
  }

  /** The trace on show stays readable though it is no longer stored. */
  dropped(traceIds: readonly string[]): void {
    if (this.#wanted && traceIds.includes(this.#wanted.traceId)) this.#show(null, undefined);
  }

  close(): void {
    this.#wanted = undefined;
    this.#trace = undefined;
    this.#say(undefined);
    this.#actions.select(undefined, -1, false);
  }

  focus(): void {
    this.#waterfall.focus();
  }

  /** One request at a time: the newest wish is served when the one before has been answered. */
  async #load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#loading = true;
    const patience = setTimeout(() => {
      this.#progress(true);
    }, PATIENCE_MS);
    try {
      const packed = await request({ method: 'trace', traceId: wanted.traceId });
      if (this.#wanted?.traceId === wanted.traceId) this.#show(packed, this.#wanted.spanId);
    } catch (error) {
      if (this.#wanted?.traceId === wanted.traceId) this.#say(this.#failure(sentence(error)));
    } finally {
      clearTimeout(patience);
      this.#progress(false);
      this.#loading = false;
    }
    if (this.#again || this.#wanted?.traceId !== wanted.traceId) {
      this.#again = false;
      void this.#load();
    }
  }

  #show(packed: ArrayBuffer | null, spanId: bigint | undefined): void {
    if (!packed && this.#trace && this.#trace.columns.traceId === this.#wanted?.traceId) {
      render(html`This trace is no longer stored; it stays here until another one is opened.`, this.#note);
      this.#note.hidden = false;
      return;
    }
    if (!packed) {
      this.#trace = undefined;
      this.#say(html`This trace is no longer stored.`);
      this.#actions.select(undefined, -1, false);
      return;
    }
    const columns = unpackTrace(packed);
    const before = this.#trace?.columns.traceId === columns.traceId ? this.#trace : undefined;
    if (before) this.#showGrown(before, new OpenTrace(columns, before.collapsedIds(), selectedId(before)));
    else this.#showNew(this.#restored(columns), spanId);
  }

  #showGrown(before: OpenTrace, trace: OpenTrace): void {
    this.#trace = trace;
    this.#say(null);
    this.#waterfall.grow(trace);
    if (before.selected < 0) this.#actions.select(trace, trace.selected, false);
    else this.#actions.grown(trace);
  }

  #showNew(trace: OpenTrace, spanId: bigint | undefined): void {
    this.#trace = trace;
    const asked = spanId === undefined ? -1 : trace.rowOf(spanId);
    if (asked >= 0) trace.select(asked);
    else if (trace.selected < 0 && trace.columns.count > 0) trace.selected = 0;
    this.#say(null);
    this.#waterfall.open(trace);
    this.#remember();
    this.#actions.select(trace, trace.selected, asked >= 0);
  }

  /** The trace as it was left, when it is the one that this view showed before it was hidden. */
  #restored(columns: OpenTrace['columns']): OpenTrace {
    const { selected, collapsed } = state();
    if (selected?.traceId !== columns.traceId) return new OpenTrace(columns);
    const spanId = selected.spanId === undefined ? undefined : BigInt(`0x${selected.spanId}`);
    return new OpenTrace(
      columns,
      collapsed.map((id) => BigInt(`0x${id}`)),
      spanId,
    );
  }

  #remember(): void {
    const trace = this.#trace;
    if (!trace) return;
    const spanId = selectedId(trace);
    remember({
      selected: { traceId: trace.columns.traceId, ...(spanId !== undefined && { spanId: hexId(spanId) }) },
      collapsed: trace.collapsedIds().slice(0, 2000).map(hexId),
    });
  }

  #openSource(row: number, toSide: boolean): void {
    const { columns } = this.#trace!;
    vscode.postMessage({
      type: 'openSource',
      traceId: columns.traceId,
      spanId: hexId(columns.spanId[row]!),
      toSide,
    });
  }

  #failure(text: string): TemplateResult {
    return html`<span class="error-text">The trace could not be read: ${text}</span>
      <button class="link" @click=${() => void this.#load()}>Try again</button>`;
  }

  /** A sentence in place of the waterfall; null shows the waterfall, undefined asks for a choice. */
  #say(text: TemplateResult | null | undefined): void {
    render(text === undefined ? html`Select a trace to see its spans.` : text, this.#note);
    this.#note.hidden = text === null;
    this.#grid.hidden = text !== null;
  }

  #progress(on: boolean): void {
    this.#note.parentElement!.querySelector<HTMLElement>('.progress')!.hidden = !on;
  }
}

function selectedId(trace: OpenTrace): bigint | undefined {
  return trace.columns.spanId[trace.selected];
}
