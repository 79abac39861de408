import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { TraceSummary } from '../src/trace/summary.ts';
import type { TracesChange } from '../src/trace/tracesChange.ts';
import type { ServiceColours } from './colours.ts';
import { request, sentence, vscode } from './connection.ts';
import type { TextField } from './controls.ts';
import { icon } from './icon.ts';
import { remember, state } from './state.ts';
import { debounce, throttle } from './throttle.ts';
import { TraceList, type TraceListActions } from './traceList.ts';
import { merged, refreshed, without } from './traces.ts';

/** What the list shows in place of all traces. */
type Filter =
  | {
      readonly kind: 'search';
      readonly query: string;
      readonly traces?: readonly TraceSummary[];
      readonly error?: string | undefined;
    }
  | { readonly kind: 'titled'; readonly title: string; readonly traces: readonly TraceSummary[] };

/**
 * The list with its head: all traces, those that a search finds, or a list with a title that the host sent. All traces
 * are kept up to date in any case, so that leaving a search is immediate.
 */
export class ListPane {
  readonly #head: HTMLElement;
  readonly #note: HTMLElement;
  readonly #list: TraceList;
  readonly #searchSoon = debounce(() => {
    this.#search(this.#typed);
  }, 300);
  readonly #searchAgain = throttle(() => {
    if (this.#filter?.kind === 'search') void this.#find(this.#filter.query);
  }, 1000);
  #all: readonly TraceSummary[] = [];
  #filter: Filter | undefined;
  #typed = state().query;

  constructor(pane: HTMLElement, colours: ServiceColours, actions: TraceListActions) {
    render(
      html`<div class="list-head"></div>
        <div class="list-note" role="status"></div>
        <div class="scroller keys" role="listbox" aria-label="Traces" tabindex="0"></div>`,
      pane,
    );
    this.#head = pane.querySelector<HTMLElement>('.list-head')!;
    this.#note = pane.querySelector<HTMLElement>('.list-note')!;
    this.#list = new TraceList(pane.querySelector<HTMLElement>('.scroller')!, colours, actions);
    if (this.#typed) this.#search(this.#typed);
    this.#draw();
  }

  /** True when no trace has come in. */
  get isEmpty(): boolean {
    return this.#all.length === 0 && this.#filter === undefined;
  }

  /** The newest trace of those shown. */
  get newest(): TraceSummary | undefined {
    return this.#traces[0];
  }

  has(traceId: string): boolean {
    return this.#all.some((trace) => trace.traceId === traceId);
  }

  receive(traces: readonly TraceSummary[], title?: string): void {
    if (title === undefined) {
      this.#all = traces;
      if (this.#filter?.kind === 'titled') this.#filter = undefined;
      this.#searchAgain();
    } else {
      this.#typed = '';
      remember({ query: '' });
      this.#filter = { kind: 'titled', title, traces };
    }
    this.#draw();
  }

  change({ traces, cleared, dropped = [] }: TracesChange): void {
    this.#all = merged(cleared ? [] : without(this.#all, dropped), traces);
    if (this.#filter?.kind === 'titled') {
      this.#filter = cleared
        ? undefined
        : { ...this.#filter, traces: refreshed(without(this.#filter.traces, dropped), traces) };
    }
    this.#searchAgain();
    this.#draw();
  }

  select(traceId: string | undefined): void {
    this.#list.select(traceId);
  }

  focus(): void {
    this.#list.focus();
  }

  get #traces(): readonly TraceSummary[] {
    // While nothing is found yet, and beside a query that cannot be read, the list stays as it was.
    return this.#filter?.traces ?? this.#all;
  }

  #search(query: string): void {
    this.#typed = query;
    remember({ query });
    if (query.trim() === '') this.#filter = undefined;
    else void this.#find(query);
    this.#draw();
  }

  async #find(query: string): Promise<void> {
    const before = this.#filter?.kind === 'search' ? this.#filter : undefined;
    // What was said of the same query stays until there is another answer.
    this.#filter = before?.query === query ? before : { ...before, kind: 'search', query, error: undefined };
    let found: Filter;
    try {
      found = { kind: 'search', query, traces: await request({ method: 'search', query }) };
    } catch (error) {
      found = { ...this.#filter, error: sentence(error) };
    }
    // Another search has begun meanwhile, or none is wanted any more.
    if (!this.#isSearching(query)) return;
    this.#filter = found;
    this.#draw();
  }

  #isSearching(query: string): boolean {
    return this.#filter?.kind === 'search' && this.#filter.query === query;
  }

  #draw(): void {
    this.#list.set(this.#traces);
    render(
      this.#filter?.kind === 'titled' ? this.#titleBar(this.#filter.title) : this.#searchBar(),
      this.#head,
    );
    render(this.#noteText(), this.#note);
    // The control names itself after its content when it is connected.
    const field = this.#head.querySelector('vscode-text-field');
    field?.setAttribute('aria-label', 'Search traces');
    field?.setAttribute(
      'aria-invalid',
      String(this.#filter?.kind === 'search' && this.#filter.error !== undefined),
    );
  }

  #titleBar(title: string): TemplateResult {
    return html`<div class="list-title" title=${title}>${title}</div>
      <button
        class="action"
        title="Show all traces"
        aria-label="Show all traces"
        @click=${() => {
          this.#showAll();
        }}
      >
        ${icon('close')}
      </button>`;
  }

  #searchBar(): TemplateResult {
    const clear = html`<button
      slot="end"
      class="action"
      title="Clear the search (Escape)"
      aria-label="Clear the search"
      @click=${() => {
        this.#search('');
      }}
    >
      ${icon('close')}
    </button>`;
    return html`<vscode-text-field
      placeholder="Search traces"
      .value=${this.#typed}
      @input=${(event: Event) => {
        this.#typed = (event.target as TextField).value;
        this.#searchSoon();
      }}
      @keydown=${(event: KeyboardEvent) => {
        this.#searchKey(event);
      }}
    >
      <span slot="start">${icon('search')}</span>
      ${this.#typed ? clear : nothing}
    </vscode-text-field>`;
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#search(this.#typed);
    else if (event.key === 'Escape' && this.#typed) this.#search('');
    else if (event.key === 'ArrowDown') this.#list.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #showAll(): void {
    this.#filter = undefined;
    vscode.postMessage({ type: 'showAll' });
    this.#draw();
    this.#list.focus();
  }

  #noteText(): TemplateResult | typeof nothing {
    const filter = this.#filter;
    if (!filter) return nothing;
    if (filter.kind === 'titled')
      return filter.traces.length > 0 ? nothing : html`None of these traces is stored any more.`;
    if (filter.error !== undefined)
      return html`<span class="error-text">${icon('error')} ${filter.error}</span>`;
    if (filter.traces?.length !== 0) return nothing;
    return html`No traces match “${filter.query}”.
      <button
        class="link"
        @click=${() => {
          this.#search('');
        }}
      >
        Show all traces
      </button>`;
  }
}
