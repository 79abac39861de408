/**
 * Rows and pixels of a long list. A browser limits how tall an element can be; a list that is taller is scrolled in
 * proportion, and its rows are placed relative to what is on screen.
 */
export const ROW_HEIGHT = 22;

/** Below Chromium's limit of 2^25 px at twice the normal zoom. */
export const TALLEST = 15_000_000;

export interface Extent {
  readonly count: number;
  /** Height in px of the part on screen. */
  readonly viewport: number;
}

/** Height in px of the element that is scrolled. */
export function scrollHeight({ count }: Extent): number {
  return Math.min(count * ROW_HEIGHT, TALLEST);
}

/** The distance in px from the first row to the top of the viewport, for the browser's `scrollTop`. */
export function offsetAt(scrollTop: number, extent: Extent): number {
  return scrollTop * scale(extent);
}

/** The `scrollTop` that brings `offset` to the top of the viewport. */
export function scrollTopAt(offset: number, extent: Extent): number {
  return offset / scale(extent);
}

/** The rows [first, end) that the viewport touches at `offset`. */
export function rowsAt(offset: number, { count, viewport }: Extent): { first: number; end: number } {
  const first = Math.min(Math.max(0, Math.floor(offset / ROW_HEIGHT)), count);
  return { first, end: Math.min(count, Math.ceil((offset + viewport) / ROW_HEIGHT)) };
}

/** The offset nearest to `offset` at which `row` is wholly in the viewport. */
export function revealing(row: number, offset: number, viewport: number): number {
  const top = row * ROW_HEIGHT;
  if (top < offset) return top;
  return Math.max(offset, top + ROW_HEIGHT - Math.max(viewport, ROW_HEIGHT));
}

function scale(extent: Extent): number {
  const full = extent.count * ROW_HEIGHT;
  const range = scrollHeight(extent) - extent.viewport;
  return full <= TALLEST || range <= 0 ? 1 : (full - extent.viewport) / range;
}
