/**
 * The part of a trace's time that is on screen. Relative nanoseconds as doubles: they place pixels and nothing else.
 */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Below this, a pixel is a small fraction of a nanosecond and there is nothing more to see. */
const NARROWEST = 10;

/** The window scaled by `factor` (below 1 zooms in) around `anchor`, kept inside [0, total]. */
export function zoom(window: TimeWindow, factor: number, anchor: number, total: number): TimeWindow {
  const width = window.to - window.from;
  const next = Math.min(Math.max(width * factor, Math.min(NARROWEST, total)), total);
  const share = width > 0 ? (anchor - window.from) / width : 0;
  return clamp({ from: anchor - share * next, to: anchor + (1 - share) * next }, total);
}

/** The window moved by `share` of its own width. */
export function pan(window: TimeWindow, share: number, total: number): TimeWindow {
  const by = (window.to - window.from) * share;
  return clamp({ from: window.from + by, to: window.to + by }, total);
}

/** The window of the same width that lies inside [0, total]. */
export function clamp(window: TimeWindow, total: number): TimeWindow {
  const width = Math.min(window.to - window.from, total);
  const from = Math.min(Math.max(window.from, 0), total - width);
  return { from, to: from + width };
}
