import { html, render } from 'lit/html.js';
import { splitter } from './splitter.ts';
import { initialSize, remember, state } from './state.ts';

/** Below this width in px, the list stands above the waterfall and the detail is a drawer. */
const NARROW = 700;

/** What each part needs at least, in px. */
const LEAST = { list: 140, names: 90, lane: 120, waterfall: 260, detail: 180, height: 66 };

type Sized = 'list' | 'names' | 'detail' | 'listHeight';

export interface Panes {
  readonly list: HTMLElement;
  readonly trace: HTMLElement;
  readonly detail: HTMLElement;
  /** What is shown in place of everything while there is no trace. */
  readonly welcome: HTMLElement;
}

/** The three parts with splitters between them; their sizes are remembered. */
export class Layout {
  readonly panes: Panes;
  readonly #app: HTMLElement;
  readonly #updates: readonly (() => void)[];

  constructor(app: HTMLElement) {
    this.#app = app;
    render(
      html`<div class="welcome-pane" hidden></div>
        <section class="list-pane" aria-label="Traces"></section>
        <div class="splitter list-splitter"></div>
        <section class="trace-pane" aria-label="Trace"></section>
        <div class="splitter names-splitter"></div>
        <div class="splitter detail-splitter"></div>
        <section class="detail-pane" aria-label="Span"></section>`,
      app,
    );
    const part = (name: string) => app.querySelector<HTMLElement>(`.${name}`)!;
    this.panes = {
      list: part('list-pane'),
      trace: part('trace-pane'),
      detail: part('detail-pane'),
      welcome: part('welcome-pane'),
    };
    this.#updates = [
      this.#listSplitter(part('list-splitter')),
      this.#namesSplitter(part('names-splitter')),
      this.#detailSplitter(part('detail-splitter')),
    ];
    new ResizeObserver(() => {
      this.#arrange();
    }).observe(app);
  }

  get isNarrow(): boolean {
    return this.#app.dataset.layout === 'narrow';
  }

  /** The drawer in a narrow view; a wide one always shows the detail. */
  set drawer(open: boolean) {
    this.#app.toggleAttribute('data-drawer', open);
  }

  get drawer(): boolean {
    return this.isNarrow && this.#app.hasAttribute('data-drawer');
  }

  set empty(empty: boolean) {
    this.#app.toggleAttribute('data-empty', empty);
    this.panes.welcome.hidden = !empty;
  }

  /** Gives each part its remembered size, or as much of it as there is room for. */
  #arrange(): void {
    const { clientWidth: width, clientHeight: height } = this.#app;
    this.#app.dataset.layout = width < NARROW ? 'narrow' : 'wide';
    const share = (name: Sized, most: number, least: number) => {
      this.#app.style.setProperty(`--${name}`, `${Math.max(least, Math.min(state()[name], most))}px`);
    };
    share('list', width * 0.32, LEAST.list);
    share('detail', width * 0.4, LEAST.detail);
    share('listHeight', height - LEAST.height * 2, LEAST.height);
    share('names', this.panes.trace.clientWidth - LEAST.lane, LEAST.names);
    for (const update of this.#updates) update();
  }

  #size(name: Sized): number {
    return parseFloat(this.#app.style.getPropertyValue(`--${name}`)) || state()[name];
  }

  #resize(name: Sized): (size: number) => void {
    return (size) => {
      remember({ [name]: size });
      this.#arrange();
    };
  }

  #listSplitter(element: HTMLElement): () => void {
    const name = () => (this.isNarrow ? 'listHeight' : 'list');
    return splitter(element, {
      label: 'Resize the list of traces',
      orientation: () => (this.isNarrow ? 'horizontal' : 'vertical'),
      size: () => this.#size(name()),
      limits: () =>
        this.isNarrow
          ? [LEAST.height, Math.max(LEAST.height, this.#app.clientHeight - LEAST.height * 2)]
          : [LEAST.list, Math.max(LEAST.list, this.#app.clientWidth * 0.32)],
      initial: () => initialSize(name()),
      resize: (size) => {
        this.#resize(name())(size);
      },
    });
  }

  #namesSplitter(element: HTMLElement): () => void {
    return splitter(element, {
      label: 'Resize the names of spans',
      orientation: () => 'vertical',
      size: () => this.#size('names'),
      limits: () => [LEAST.names, Math.max(LEAST.names, this.panes.trace.clientWidth - LEAST.lane)],
      initial: () => initialSize('names'),
      resize: this.#resize('names'),
    });
  }

  #detailSplitter(element: HTMLElement): () => void {
    return splitter(element, {
      label: 'Resize the detail of the span',
      orientation: () => 'vertical',
      size: () => this.#size('detail'),
      limits: () => [LEAST.detail, Math.max(LEAST.detail, this.#app.clientWidth * 0.4)],
      initial: () => initialSize('detail'),
      after: true,
      resize: this.#resize('detail'),
    });
  }
}
