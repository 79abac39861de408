import type { TimeWindow } from './timeWindow.ts';

/** Where a bar lies in its lane, in percent of the lane; or on which side of the window its span is. */
export type Bar = { readonly left: number; readonly width: number } | 'before' | 'after';

/** The bar of [start, end] (relative ns), cut to the window. */
export function barOf(start: number, end: number, window: TimeWindow): Bar {
  if (end < window.from) return 'before';
  if (start > window.to) return 'after';
  const scale = 100 / (window.to - window.from);
  const left = (Math.max(start, window.from) - window.from) * scale;
  const right = (Math.min(end, window.to) - window.from) * scale;
  return { left, width: right - left };
}
