import { html, type TemplateResult } from 'lit/html.js';
import { ticks } from './ticks.ts';
import type { TimeWindow } from './timeWindow.ts';

/** Room in px that a tick's label takes. */
const LABEL_WIDTH = 68;

/** Labels of the axis and the lines that run down from them, for a lane of `width` px. */
export function axis(
  window: TimeWindow,
  width: number,
): { labels: TemplateResult[]; lines: TemplateResult[] } {
  const shown = ticks(window.from, window.to, Math.max(1, Math.floor(width / LABEL_WIDTH)));
  const at = (time: number) => (100 * (time - window.from)) / (window.to - window.from);
  return {
    labels: shown.map((tick) => html`<span class="tick" style="left:${at(tick.at)}%">${tick.label}</span>`),
    lines: shown.map((tick) => html`<i style="left:${at(tick.at)}%"></i>`),
  };
}

/** Lets a drag along `element` mark a range; `done` gets it as shares of the width. A press without a drag is none. */
export function dragRange(element: HTMLElement, done: (from: number, to: number) => void): void {
  const marker = document.createElement('div');
  marker.className = 'range';
  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    const box = element.getBoundingClientRect();
    const shareAt = (event: PointerEvent) =>
      Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    const anchor = shareAt(down);
    let now = anchor;
    const move = (event: PointerEvent) => {
      now = shareAt(event);
      marker.style.left = `${Math.min(anchor, now) * 100}%`;
      marker.style.width = `${Math.abs(now - anchor) * 100}%`;
      element.append(marker);
    };
    element.setPointerCapture(down.pointerId);
    element.addEventListener('pointermove', move);
    element.addEventListener(
      'lostpointercapture',
      () => {
        element.removeEventListener('pointermove', move);
        marker.remove();
        if (Math.abs(now - anchor) * box.width > 3) done(Math.min(anchor, now), Math.max(anchor, now));
      },
      { once: true },
    );
  });
}
