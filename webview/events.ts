import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { KeyValue } from '../src/otlp/value.ts';
import {
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
} from '../src/semconv/names.ts';
import type { LogRecord, SpanEvent } from '../src/trace/span.ts';
import { attributeRows } from './attributes.ts';
import { formatOffset, formatTime, formatValue } from './format.ts';
import { icon } from './icon.ts';

/** The attributes that an exception is told by; the others stand below it. */
const EXCEPTION_KEYS: readonly string[] = [
  ATTR_EXCEPTION_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
];

/** The events of a span, with their time from its start. */
export function eventList(events: readonly SpanEvent[], start: bigint): TemplateResult {
  return html`<ul class="records">
    ${events.map(
      (event) =>
        html`<li>
          <div class="record-head">
            <span class="record-name">${event.name}</span>${time(event.timeUnixNano, start)}
          </div>
          ${exception(event.attributes)}${rest(event.attributes)}${dropped(event.droppedAttributesCount, 'attribute')}
        </li>`,
    )}
  </ul>`;
}

/** The log records of a span: severity, time from its start, body. */
export function logList(logs: readonly LogRecord[], start: bigint): TemplateResult {
  return html`<ul class="records">
    ${logs.map((log) => {
      const severity = severityOf(log.severityNumber);
      return html`<li>
        <div class="record-head">
          <span class="mark-${severity.kind}">${icon(severity.icon, log.severityText || severity.kind)}</span
          ><span class="log-body">${formatValue(log.body) || log.eventName}</span
          >${time(log.timeUnixNano, start)}
        </div>
        ${exception(log.attributes)}${rest(log.attributes)}
      </li>`;
    })}
  </ul>`;
}

/** "2 attributes were dropped by the program's SDK." */
export function dropped(amount: number, noun: string): TemplateResult | typeof nothing {
  if (amount === 0) return nothing;
  return html`<p class="quiet">
    ${amount === 1 ? `1 ${noun} was` : `${amount} ${noun}s were`} dropped by the program’s SDK.
  </p>`;
}

function exception(attributes: readonly KeyValue[]): TemplateResult | typeof nothing {
  const [type, message, stack] = EXCEPTION_KEYS.map((key) => {
    const found = attributes.find((attribute) => attribute.key === key);
    return found && formatValue(found.value);
  });
  if (type === undefined && message === undefined && stack === undefined) return nothing;
  const headline = [type, message].filter(Boolean).join(': ');
  return html`${headline ? html`<p class="error-text">${headline}</p>` : nothing}
  ${stack ? html`<pre class="stack" tabindex="0" aria-label="Stack trace">${stack}</pre>` : nothing}`;
}

function rest(attributes: readonly KeyValue[]): TemplateResult | typeof nothing {
  const others = attributes.filter(({ key }) => !EXCEPTION_KEYS.includes(key));
  return others.length > 0 ? attributeRows(others) : nothing;
}

function time(unixNano: string, start: bigint): TemplateResult {
  const at = BigInt(unixNano);
  return html`<span class="record-time" title=${formatTime(at)}>${formatOffset(at - start)}</span>`;
}

/** The specification's ranges of severity numbers. */
function severityOf(number: number): { readonly icon: string; readonly kind: 'error' | 'warning' | 'info' } {
  if (number >= 17) return { icon: 'error', kind: 'error' };
  if (number >= 13) return { icon: 'warning', kind: 'warning' };
  return { icon: number >= 9 || number === 0 ? 'info' : 'debug', kind: 'info' };
}
