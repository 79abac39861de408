import { render, type TemplateResult } from 'lit/html.js';
import {
  offsetAt,
  revealing,
  ROW_HEIGHT,
  rowsAt,
  scrollHeight,
  scrollTopAt,
  type Extent,
} from './scrolling.ts';

/** Rows kept beyond each edge, so that a scroll shows no gap before the next frame. */
const OVERSCAN = 4;

/**
 * A list of any length drawn with as many elements as fit on screen. The elements are recycled: a row that leaves at
 * one edge comes back at the other. The list keeps the focus, rows are its `aria-activedescendant`: a recycled row
 * would lose it.
 */
export class Rows {
  readonly #scroller: HTMLElement;
  readonly #content = document.createElement('div');
  readonly #row: (position: number) => TemplateResult;
  readonly #slots: { readonly element: HTMLElement; position: number }[] = [];
  #count = 0;
  #viewport = 0;
  #scheduled = false;
  #stale = true;

  constructor(scroller: HTMLElement, row: (position: number) => TemplateResult) {
    this.#scroller = scroller;
    this.#row = row;
    this.#content.className = 'rows';
    this.#content.setAttribute('role', 'presentation');
    scroller.append(this.#content);
    scroller.addEventListener('scroll', () => {
      this.#schedule();
    });
    new ResizeObserver(() => {
      this.#viewport = scroller.clientHeight;
      this.#schedule();
    }).observe(scroller);
  }

  /** Whole rows that fit on screen. */
  get page(): number {
    return Math.max(1, Math.floor(this.#viewport / ROW_HEIGHT));
  }

  /** Distance in px from the first row to the top of the viewport. */
  get offset(): number {
    return offsetAt(this.#scroller.scrollTop, this.#extent);
  }

  /** Draws `count` rows anew on the next frame. */
  update(count = this.#count): void {
    if (count !== this.#count) {
      this.#count = count;
      this.#content.style.height = `${scrollHeight(this.#extent)}px`;
    }
    this.#stale = true;
    this.#schedule();
  }

  scrollTo(offset: number): void {
    this.#scroller.scrollTop = scrollTopAt(offset, this.#extent);
  }

  /** Scrolls as little as brings the row on screen. */
  reveal(position: number): void {
    this.#viewport = this.#scroller.clientHeight;
    const { offset } = this;
    const target = revealing(position, offset, this.#viewport);
    if (target !== offset) this.scrollTo(target);
  }

  get #extent(): Extent {
    return { count: this.#count, viewport: this.#viewport };
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { offset } = this;
    const onScreen = rowsAt(offset, this.#extent);
    const first = Math.max(0, onScreen.first - OVERSCAN);
    const end = Math.min(this.#count, onScreen.end + OVERSCAN);
    this.#grow(end - first);
    // Where the scroll is in proportion, a row's place depends on what is on screen.
    const shift = this.#scroller.scrollTop - offset;
    for (let position = first; position < first + this.#slots.length; position++) {
      const slot = this.#slots[position % this.#slots.length]!;
      slot.element.hidden = position >= end;
      if (position >= end) {
        slot.position = -1;
        continue;
      }
      slot.element.style.transform = `translateY(${position * ROW_HEIGHT + shift}px)`;
      if (slot.position === position && !this.#stale) continue;
      slot.position = position;
      render(this.#row(position), slot.element);
    }
    this.#stale = false;
  }

  #grow(needed: number): void {
    if (needed <= this.#slots.length) return;
    while (this.#slots.length < needed) {
      const element = document.createElement('div');
      element.className = 'slot';
      element.setAttribute('role', 'presentation');
      this.#content.append(element);
      this.#slots.push({ element, position: -1 });
    }
    this.#stale = true;
  }
}

/** Position of the row under the pointer; its element says so in `data-position`. */
export function positionAt(event: MouseEvent): number | undefined {
  const row = (event.target as Element).closest<HTMLElement>('[data-position]');
  return row ? Number(row.dataset.position) : undefined;
}
