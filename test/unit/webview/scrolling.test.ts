import { expect, test } from 'vitest';
import { moved, moveOf } from '../../../webview/keyboard.ts';
import {
  offsetAt,
  revealing,
  ROW_HEIGHT,
  rowsAt,
  scrollHeight,
  scrollTopAt,
  TALLEST,
} from '../../../webview/scrolling.ts';

test('a list of 100,000 rows scrolls pixel by pixel', () => {
  const extent = { count: 100_000, viewport: 440 };
  expect(scrollHeight(extent)).toBe(2_200_000);
  expect(offsetAt(1234, extent)).toBe(1234);
  expect(rowsAt(1234, extent)).toEqual({ first: 56, end: 77 });
});

test('a list that is taller than an element can be reaches its last row all the same', () => {
  const extent = { count: 5_000_000, viewport: 440 };
  expect(scrollHeight(extent)).toBe(TALLEST);
  const last = offsetAt(TALLEST - extent.viewport, extent);
  expect(rowsAt(last, extent).end).toBe(extent.count);
  expect(scrollTopAt(offsetAt(123_456, extent), extent)).toBeCloseTo(123_456);
});

test('rows never lie outside of the list', () => {
  expect(rowsAt(0, { count: 3, viewport: 440 })).toEqual({ first: 0, end: 3 });
  expect(rowsAt(9999, { count: 3, viewport: 440 })).toEqual({ first: 3, end: 3 });
});

test('a row is brought on screen by the shortest way', () => {
  expect(revealing(2, 100, 220)).toBe(2 * ROW_HEIGHT);
  expect(revealing(8, 100, 220)).toBe(100);
  expect(revealing(20, 100, 220)).toBe(21 * ROW_HEIGHT - 220);
});

test('keys move as in any list of VS Code', () => {
  expect(moved('down', -1, 10, 5)).toBe(0);
  expect(moved('down', 9, 10, 5)).toBe(9);
  expect(moved('pageDown', 0, 100, 10)).toBe(9);
  expect(moved('pageUp', 3, 100, 10)).toBe(0);
  expect(moved('last', 3, 100, 10)).toBe(99);
});

test('a key with a modifier is not the list’s', () => {
  const key = { key: 'ArrowDown', ctrlKey: false, metaKey: false, altKey: false };
  expect(moveOf(key)).toBe('down');
  expect(moveOf({ ...key, ctrlKey: true })).toBeUndefined();
  expect(moveOf({ ...key, key: 'a' })).toBeUndefined();
});
