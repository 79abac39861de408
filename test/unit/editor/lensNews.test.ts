import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LensNews } from '../../../src/editor/lensNews.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const started = () => {
  const told = vi.fn();
  return { told, news: new LensNews(told) };
};

test('news that come steadily leave the pause after which they are asked for', () => {
  const { told, news } = started();
  for (let i = 0; i < 10; i++) {
    news.tell();
    vi.advanceTimersByTime(250);
  }
  expect(told).toHaveBeenCalledTimes(1);
  news.asked();
  news.tell();
  expect(told).toHaveBeenCalledTimes(2);
});

test('news that nobody asked for are told again, those that were are not', () => {
  const { told, news } = started();
  news.tell();
  news.tell();
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveBeenCalledTimes(2);
  news.asked();
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveBeenCalledTimes(2);
});
