import { expect, test } from 'vitest';
import { barOf } from '../../../webview/geometry.ts';
import { pan, zoom } from '../../../webview/timeWindow.ts';

test('zooming keeps the anchor where it is', () => {
  expect(zoom({ from: 0, to: 1000 }, 0.5, 250, 1000)).toEqual({ from: 125, to: 625 });
});

test('zooming out ends at the whole trace', () => {
  expect(zoom({ from: 125, to: 625 }, 10, 250, 1000)).toEqual({ from: 0, to: 1000 });
});

test('zooming in ends at ten nanoseconds, or at the trace when it is shorter', () => {
  const { from, to } = zoom({ from: 0, to: 1000 }, 1e-9, 500, 1000);
  expect(to - from).toBeCloseTo(10);
  expect(zoom({ from: 0, to: 4 }, 0.1, 2, 4)).toEqual({ from: 0, to: 4 });
});

test('panning stops at both ends', () => {
  expect(pan({ from: 100, to: 300 }, -1, 1000)).toEqual({ from: 0, to: 200 });
  expect(pan({ from: 700, to: 900 }, 1, 1000)).toEqual({ from: 800, to: 1000 });
});

test('a bar is cut to the window, and one outside of it says on which side', () => {
  const window = { from: 100, to: 200 };
  expect(barOf(120, 170, window)).toEqual({ left: 20, width: 50 });
  expect(barOf(0, 1e12, window)).toEqual({ left: 0, width: 100 });
  expect(barOf(150, 150, window)).toEqual({ left: 50, width: 0 });
  expect(barOf(0, 99, window)).toBe('before');
  expect(barOf(201, 202, window)).toBe('after');
});
