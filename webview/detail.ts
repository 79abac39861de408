import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { SourceLocation } from '../src/source/location.ts';
import { Mark } from '../src/trace/columns.ts';
import type { Span, SpanDetail, SpanLink } from '../src/trace/span.ts';
import { attributeRows, group, pair } from './attributes.ts';
import type { ServiceColours } from './colours.ts';
import { request, sentence, vscode } from './connection.ts';
import { dropped, eventList, logList } from './events.ts';
import { formatDuration } from '../src/trace/formatDuration.ts';
import { formatExact, formatTime } from './format.ts';
import { icon } from './icon.ts';
import { marksOf } from './marks.ts';
import { debounce } from './throttle.ts';

/** The span that the detail is about. */
export interface Subject {
  readonly traceId: string;
  readonly spanId: string;
  readonly status: number;
  /** Bits of `Mark`. */
  readonly marks: number;
}

export interface DetailActions {
  /** Follows a span link. */
  readonly openLink: (traceId: string, spanId: string) => void;
  readonly close: () => void;
}

/** All that is known of the selected span, in groups. */
export class Detail {
  readonly #pane: HTMLElement;
  readonly #colours: ServiceColours;
  readonly #actions: DetailActions;
  #subject: Subject | undefined;
  #locations: readonly SourceLocation[] | undefined;
  #detail: SpanDetail | null | undefined;
  #error: string | undefined;
  /** Arrow keys pass over many spans: only where they rest is anything asked for. */
  readonly #loadSoon = debounce(() => {
    this.#load();
  }, 40);

  constructor(pane: HTMLElement, colours: ServiceColours, actions: DetailActions) {
    this.#pane = pane;
    this.#colours = colours;
    this.#actions = actions;
    this.#draw();
  }

  show(subject: Subject | undefined): void {
    const same = subject?.spanId === this.#subject?.spanId && subject?.traceId === this.#subject?.traceId;
    this.#subject = subject;
    if (!same) {
      this.#detail = this.#locations = this.#error = undefined;
      this.#pane.scrollTop = 0;
    }
    if (!subject) this.#draw();
    else this.#loadSoon();
  }

  #load(): void {
    const subject = this.#subject;
    if (!subject) return;
    const { traceId, spanId } = subject;
    const ours = () => this.#subject?.traceId === traceId && this.#subject.spanId === spanId;
    const settle = (change: () => void) => {
      if (!ours()) return;
      change();
      this.#draw();
    };
    request({ method: 'span', traceId, spanId }).then(
      (detail) => {
        settle(() => {
          this.#detail = detail;
          this.#error = undefined;
        });
      },
      (error: unknown) => {
        settle(() => (this.#error = sentence(error)));
      },
    );
    request({ method: 'locations', traceId, spanId }).then(
      (locations) => {
        settle(() => (this.#locations = locations));
      },
      // The source is only one group of many: without an answer it says that none was found.
      () => {
        settle(() => (this.#locations = []));
      },
    );
  }

  #draw(): void {
    const close = html`<button
      class="action close"
      title="Close (Escape)"
      aria-label="Close the detail"
      @click=${this.#actions.close}
    >
      ${icon('close')}
    </button>`;
    render(html`${close}${this.#content()}`, this.#pane);
  }

  #content(): TemplateResult | typeof nothing {
    if (!this.#subject) return html`<p class="quiet">Select a span to see what it recorded.</p>`;
    if (this.#error !== undefined) {
      return html`<p class="error-text">The span could not be read: ${this.#error}</p>
        <button
          class="link"
          @click=${() => {
            this.#load();
          }}
        >
          Try again
        </button>`;
    }
    if (this.#detail === null) return html`<p class="quiet">This span is no longer stored.</p>`;
    return this.#detail ? this.#whole(this.#detail, this.#subject) : nothing;
  }

  #whole({ span, logs }: SpanDetail, subject: Subject): TemplateResult {
    const start = BigInt(span.startUnixNano);
    return html`${this.#head(span, subject)} ${group('Source', this.#source(subject))}
    ${group('Attributes', attributesOf(span), { amount: span.attributes.length })}
    ${group('Events', span.events.length + span.droppedEventsCount > 0 ? html`${eventList(span.events, start)}${dropped(span.droppedEventsCount, 'event')}` : nothing, { amount: span.events.length })}
    ${group('Logs', logs.length > 0 ? logList(logs, start) : nothing, { amount: logs.length })}
    ${group('Links', span.links.length + span.droppedLinksCount > 0 ? html`${this.#links(span.links)}${dropped(span.droppedLinksCount, 'link')}` : nothing, { amount: span.links.length })}
    ${group('Resource', attributeRows(span.resource), { open: false, amount: span.resource.length })}
    ${group('Scope', scopeOf(span), { open: false })} ${group('Identity', identityOf(span), { open: false })}`;
  }

  #head(span: Span, { status, marks }: Subject): TemplateResult {
    const start = BigInt(span.startUnixNano);
    const duration = BigInt(span.endUnixNano) - start;
    const odd = marksOf(status, marks & ~(Mark.HasException | Mark.HasLinks)).filter(
      (mark) => mark.kind === 'warning',
    );
    return html`<header>
      <h2>${span.name}</h2>
      <p class="facts">
        <span class="fact"
          ><i class="dot" style="background:${this.#colours.of(span.service)}"></i>${span.service}</span
        >
        <span class="fact">${span.kind}</span>
        ${span.status === 'UNSET' ? nothing : html`<span class="fact ${span.status === 'ERROR' ? 'error-text' : ''}">${span.status === 'ERROR' ? icon('error') : icon('pass')} ${span.status}</span>`}
        <span class="fact" title=${formatExact(duration)}>${formatDuration(duration)}</span>
        <span class="fact quiet" title="Start, in local time"
          >${start === 0n ? 'no start time' : formatTime(start)}</span
        >
      </p>
      ${span.statusMessage ? html`<p class="error-text">${span.statusMessage}</p>` : nothing}
      ${odd.map((mark) => html`<p class="odd"><span class="mark-warning">${icon(mark.icon)}</span> ${mark.text}.</p>`)}
    </header>`;
  }

  #source(subject: Subject): TemplateResult {
    if (!this.#locations) return html`<p class="quiet">Looking for its source…</p>`;
    if (this.#locations.length === 0) {
      return html`<p class="quiet">
        Not found in this workspace. A code.file.path attribute, an exception, a known route or a span created
        under this name leads to the line.
      </p>`;
    }
    return html`<ul class="places">
      ${this.#locations.map(
        (location) =>
          html`<li>
            <button class="link" title="${location.file}:${location.line}" @click=${open(subject, location)}>
              ${placeOf(location)}
            </button>
            <span class="quiet">${location.reason}</span>
          </li>`,
      )}
    </ul>`;
  }

  #links(links: readonly SpanLink[]): TemplateResult {
    return html`<ul class="records">
      ${links.map(
        (link) =>
          html`<li>
            <button
              class="link mono"
              title="Open span ${link.spanId} of trace ${link.traceId}"
              @click=${() => {
                this.#actions.openLink(link.traceId, link.spanId);
              }}
            >
              ${link.traceId.slice(0, 8)}…${link.traceId.slice(-4)} / ${link.spanId}
            </button>
            ${link.attributes.length > 0 ? attributeRows(link.attributes) : nothing}
          </li>`,
      )}
    </ul>`;
  }
}

function open({ traceId, spanId }: Subject, location: SourceLocation): (event: MouseEvent) => void {
  return (event) => {
    vscode.postMessage({
      type: 'openSource',
      traceId,
      spanId,
      toSide: event.altKey || event.ctrlKey,
      location,
    });
  };
}

/** "payments/app.py:41": the file with its folder; the whole path is in the tooltip. */
function placeOf({ file, line }: SourceLocation): string {
  return `${file.split(/[\\/]/).slice(-2).join('/')}:${line}`;
}

function attributesOf(span: Span): TemplateResult {
  const rows =
    span.attributes.length > 0 ? attributeRows(span.attributes) : html`<p class="quiet">None were set.</p>`;
  return html`${rows}${dropped(span.droppedAttributesCount, 'attribute')}`;
}

function scopeOf({ scope }: Span): TemplateResult {
  return html`<dl class="attributes">
      ${pair('name', scope.name)}${scope.version ? pair('version', scope.version) : nothing}
    </dl>
    ${scope.attributes.length > 0 ? attributeRows(scope.attributes) : nothing}`;
}

function identityOf(span: Span): TemplateResult {
  return html`<dl class="attributes">
    ${pair('span id', span.spanId)}${span.parentSpanId ? pair('parent span id', span.parentSpanId) : nothing}
    ${pair('trace id', span.traceId)}${span.traceState ? pair('trace state', span.traceState) : nothing}
    ${pair('start (Unix ns)', span.startUnixNano)}${pair('end (Unix ns)', span.endUnixNano)}
  </dl>`;
}
