import { expect, it, onTestFinished } from 'vitest';
import { PACK } from '../../../src/store/pack.ts';
import { OperationFeed } from '../../../src/server/operationFeed.ts';
import { requestOf, span, TRACE_A, TRACE_B } from '../otlp/sample.ts';
import { temporaryStore } from '../store/chunks.ts';

it('counts what was stored before it began and what comes later, each span once', async () => {
  const feed = new OperationFeed(
    (error) => {
      throw error;
    },
    () => undefined,
  );
  const store = temporaryStore({
    onCommit: () => {
      feed.wake();
    },
  });
  onTestFinished(() => {
    feed.stop();
  });
  const ingest = (traceId: string): Promise<void> =>
    store.ingestSpans(PACK.traces(requestOf(span(traceId, 1, { name: 'pay' }))).packs);
  const count = (): number => feed.all().reduce((sum, operation) => sum + operation.count, 0);

  await ingest(TRACE_A);
  feed.follow(store.history);
  await expect.poll(count).toBe(1);
  await ingest(TRACE_B);
  await ingest(TRACE_B);
  await expect
    .poll(() => feed.all())
    .toMatchObject([{ name: 'pay', count: 2, traceIds: [TRACE_B, TRACE_A] }]);
});
