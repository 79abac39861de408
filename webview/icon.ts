import { html, type TemplateResult } from 'lit/html.js';

/** A codicon. With a text it is an image that says so; without one it is decoration. */
export function icon(name: string, text?: string): TemplateResult {
  return text === undefined
    ? html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`
    : html`<span class="codicon codicon-${name}" role="img" aria-label=${text} title=${text}></span>`;
}
