import { render } from 'lit/html.js';
import { ServiceColours } from './colours.ts';
import { vscode, type HostEvent } from './connection.ts';
import { Detail, type Subject } from './detail.ts';
import { hexId } from '../src/trace/hexId.ts';
import { Layout } from './layout.ts';
import { ListPane } from './listPane.ts';
import type { OpenTrace } from './openTrace.ts';
import type { ReceiverState } from './protocol.ts';
import { remember, state } from './state.ts';
import { throttle } from './throttle.ts';
import { TracePane } from './tracePane.ts';
import { welcome } from './welcome.ts';

/** Following the newest trace changes what one looks at this often and no oftener. */
const FOLLOW_MS = 1000;

/** The trace view: list, waterfall and detail, and what each tells the others. */
export class View {
  readonly #colours = new ServiceColours(state().services);
  readonly #layout: Layout;
  readonly #list: ListPane;
  readonly #trace: TracePane;
  readonly #detail: Detail;
  readonly #followNewest = throttle(() => {
    const newest = this.#list.newest;
    if (state().follow && newest) this.#open(newest.traceId);
  }, FOLLOW_MS);
  #receiver: ReceiverState | undefined;
  #received = false;

  constructor(app: HTMLElement) {
    this.#layout = new Layout(app);
    const { panes } = this.#layout;
    this.#list = new ListPane(panes.list, this.#colours, {
      select: (traceId) => {
        this.#setFollow(false);
        this.#open(traceId);
      },
      enter: () => {
        this.#trace.focus();
      },
    });
    this.#trace = new TracePane(panes.trace, this.#colours, {
      select: (trace, row, shown) => {
        this.#detail.show(subjectOf(trace, row));
        if (!trace || row < 0) this.#layout.drawer = false;
        else if (shown) this.#layout.drawer = true;
        remember({ services: this.#colours.names() });
      },
      grown: (trace) => {
        this.#detail.show(subjectOf(trace, trace.selected));
      },
    });
    this.#detail = new Detail(panes.detail, this.#colours, {
      openLink: (traceId, spanId) => {
        this.#setFollow(false);
        this.#open(traceId, spanId);
      },
      close: () => {
        this.#closeDrawer();
      },
    });
    app.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#layout.drawer) this.#closeDrawer();
    });
    this.#drawWelcome();
  }

  receive(event: HostEvent): void {
    switch (event.type) {
      case 'receiver':
        this.#receiver = event.receiver;
        this.#drawWelcome();
        return;
      case 'traces':
        this.#list.receive(event.traces, event.title);
        this.#listed();
        return;
      case 'tracesChanged':
        if (event.cleared) this.#trace.close();
        this.#list.change(event);
        if (event.dropped) this.#trace.dropped(event.dropped);
        for (const { traceId } of event.traces) this.#trace.changed(traceId);
        this.#drawWelcome();
        this.#followNewest();
        return;
      case 'select':
        this.#setFollow(false);
        this.#open(event.traceId, event.spanId);
        return;
      case 'follow':
        this.#setFollow(event.on);
        this.#followNewest();
    }
  }

  /** A list has come: what was selected before the view was hidden is selected again, or the newest is followed. */
  #listed(): void {
    this.#drawWelcome();
    const { follow, selected } = state();
    if (!this.#received && !follow && selected) this.#open(selected.traceId, selected.spanId);
    this.#received = true;
    this.#followNewest();
  }

  #open(traceId: string, spanId?: string): void {
    this.#list.select(traceId);
    this.#trace.open(traceId, spanId);
  }

  #setFollow(on: boolean): void {
    if (state().follow === on) return;
    remember({ follow: on });
    vscode.postMessage({ type: 'following', on });
  }

  #closeDrawer(): void {
    this.#layout.drawer = false;
    this.#trace.focus();
  }

  #drawWelcome(): void {
    const empty = this.#list.isEmpty;
    this.#layout.empty = empty;
    if (empty) render(welcome(this.#receiver), this.#layout.panes.welcome);
  }
}

function subjectOf(trace: OpenTrace | undefined, row: number): Subject | undefined {
  if (!trace || row < 0) return undefined;
  const { columns } = trace;
  return {
    traceId: columns.traceId,
    spanId: hexId(columns.spanId[row]!),
    status: columns.status[row]!,
    marks: columns.marks[row]!,
  };
}
