import { html, render } from 'lit/html.js';
import { splitter, type Split } from './splitter.ts';
import { remember, state } from './state.ts';

/** Below this width in px, the detail is a drawer. */
const WIDE = 860;
/** Below this width in px, the list stands above the waterfall, too. */
const MEDIUM = 560;

/** Room in px that a part takes. */
interface Room {
  readonly least: number;
  readonly most: number;
  /** What it takes until the user says otherwise. */
  readonly initial: number;
}

/** The parts that have a size, in the order in which they are given one. */
const SIZED = ['list', 'detail', 'listHeight', 'names'] as const;
type Sized = (typeof SIZED)[number];

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
  readonly #sizes: Record<Sized, number> = { list: 0, detail: 0, listHeight: 0, names: 0 };

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
      splitter(part('list-splitter'), {
        ...this.#split('Resize the list of traces', () => (this.#isNarrow ? 'listHeight' : 'list')),
        orientation: () => (this.#isNarrow ? 'horizontal' : 'vertical'),
      }),
      splitter(
        part('names-splitter'),
        this.#split('Resize the names of spans', () => 'names'),
      ),
      splitter(part('detail-splitter'), {
        ...this.#split('Resize the detail of the span', () => 'detail'),
        after: true,
      }),
    ];
    new ResizeObserver(() => {
      this.#arrange();
    }).observe(app);
  }

  /** The list stands above the waterfall. */
  get #isNarrow(): boolean {
    return this.#app.dataset.layout === 'narrow';
  }

  get #isWide(): boolean {
    return this.#app.dataset.layout === 'wide';
  }

  /** The drawer of the detail; a wide view always shows the detail. */
  set drawer(open: boolean) {
    this.#app.toggleAttribute('data-drawer', open);
  }

  get drawer(): boolean {
    return !this.#isWide && this.#app.hasAttribute('data-drawer');
  }

  set empty(empty: boolean) {
    this.#app.toggleAttribute('data-empty', empty);
    this.panes.welcome.hidden = !empty;
  }

  /** Gives each part the size that the user chose, or as much of it as there is room for. */
  #arrange(): void {
    const width = this.#app.clientWidth;
    this.#app.dataset.layout = width < MEDIUM ? 'narrow' : width < WIDE ? 'medium' : 'wide';
    for (const name of SIZED) {
      const { least, most, initial } = this.#room(name);
      this.#sizes[name] = Math.round(Math.max(least, Math.min(state()[name] ?? initial, most)));
      this.#app.style.setProperty(`--${name}`, `${this.#sizes[name]}px`);
    }
    for (const update of this.#updates) update();
  }

  #room(name: Sized): Room {
    const { clientWidth: width, clientHeight: height } = this.#app;
    switch (name) {
      case 'list':
        return { least: 140, most: width * 0.4, initial: Math.min(Math.max(width * 0.25, 230), 380) };
      case 'detail':
        return { least: 180, most: width * 0.4, initial: Math.min(width * 0.24, 420) };
      case 'listHeight':
        return { least: 66, most: height - 132, initial: height * 0.3 };
      case 'names': {
        const beside = (this.#isNarrow ? 0 : this.#sizes.list) + (this.#isWide ? this.#sizes.detail : 0);
        const trace = width - beside;
        return { least: 90, most: trace * 0.6, initial: Math.min(trace * 0.5, 360) };
      }
    }
  }

  #split(label: string, name: () => Sized): Split {
    return {
      label,
      orientation: () => 'vertical',
      size: () => this.#sizes[name()],
      limits: () => {
        const { least, most } = this.#room(name());
        return [least, Math.max(least, most)];
      },
      initial: () => this.#room(name()).initial,
      resize: (size) => {
        remember({ [name()]: size });
        this.#arrange();
      },
    };
  }
}
