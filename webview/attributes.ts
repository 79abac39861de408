import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { KeyValue } from '../src/otlp/value.ts';
import { formatValue } from './format.ts';
import { icon } from './icon.ts';

/** A longer value is cut until it is expanded. */
const LONG_CHARACTERS = 240;
const LONG_LINES = 5;

/** Keys and values, each value copied by the button beside it. Values are text whatever they hold. */
export function attributeRows(attributes: readonly KeyValue[]): TemplateResult {
  return html`<dl class="attributes">
    ${attributes.map(({ key, value }) => pair(key, formatValue(value)))}
  </dl>`;
}

/** One key with its value. */
export function pair(key: string, value: string, label = key): TemplateResult {
  return html`<div class="attribute">
    <dt title=${key}>${label}</dt>
    <dd>
      ${text(value)}
      <button
        class="action copy"
        title="Copy value"
        aria-label="Copy the value of ${key}"
        @click=${copy(value)}
      >
        ${icon('copy')}
      </button>
    </dd>
  </div>`;
}

function text(value: string): TemplateResult {
  if (value === '') return html`<span class="value empty">empty</span>`;
  const long = value.length > LONG_CHARACTERS || value.split('\n', LONG_LINES + 1).length > LONG_LINES;
  if (!long) return html`<span class="value">${value}</span>`;
  return html`<span class="value cut">${value}</span
    ><button class="link" aria-expanded="false" @click=${expand}>Show all</button>`;
}

function expand(event: Event): void {
  const button = event.currentTarget as HTMLElement;
  const cut = button.previousElementSibling!.classList.toggle('cut');
  button.ariaExpanded = String(!cut);
  button.textContent = cut ? 'Show all' : 'Show less';
}

/** A listener that puts `value` on the clipboard and shows for a moment that it did. */
export function copy(value: string): (event: Event) => void {
  return (event) => {
    const button = event.currentTarget as HTMLElement;
    void navigator.clipboard.writeText(value).then(() => {
      button.classList.add('done');
      setTimeout(() => {
        button.classList.remove('done');
      }, 1200);
    });
  };
}

/** A group of the detail that folds. Nothing where it has no content. */
export function group(
  title: string,
  content: TemplateResult | typeof nothing,
  { open = true, amount }: { readonly open?: boolean; readonly amount?: number } = {},
): TemplateResult | typeof nothing {
  if (content === nothing) return nothing;
  return html`<details class="group" ?open=${open}>
    <summary>
      ${icon('chevron-right')}<span>${title}</span>${amount === undefined ? nothing : html`<span class="amount">${amount}</span>`}
    </summary>
    <div class="group-body">${content}</div>
  </details>`;
}
