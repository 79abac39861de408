import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debounce, throttle } from '../../../webview/throttle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a throttled call runs at once, then once for all that came meanwhile', () => {
  const run = vi.fn();
  const call = throttle(run, 100);
  call();
  expect(run).toHaveBeenCalledTimes(1);
  call();
  call();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(2);
});

test('a debounced call runs once it is quiet', () => {
  const run = vi.fn();
  const call = debounce(run, 100);
  call();
  vi.advanceTimersByTime(99);
  call();
  vi.advanceTimersByTime(99);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});
