import { expect, test } from 'vitest';
import type { ExpectedSpan } from '../../../src/source/expectation.ts';
import { Proof, type Evidence } from '../../../src/source/proof.ts';
import { ATTR_SERVICE_INSTANCE_ID } from '../../../src/semconv/names.ts';
import type { TraceColumns } from '../../../src/trace/columns.ts';
import type { TraceSummary } from '../../../src/trace/summary.ts';
import { attribute, operation, span as spanOf } from './workspace.ts';

const EDIT = 1_000n;
const LATER = EDIT + 5n;
const expectation = { file: '/shop/orders.js', function: 'price', before: [], name: 'price' };

interface Made {
  readonly traceId: string;
  readonly start: bigint;
  readonly process?: string;
  readonly service?: string;
  /** Names from the root down; `POST /orders` is a server span. */
  readonly path: readonly string[];
}

/** Traces as the server would tell them; all is found by what has been `sent`. */
class Server implements Evidence {
  readonly sent: Made[] = [];
  span_: ExpectedSpan | null = {
    name: 'price',
    pattern: 'price',
    line: 1,
    operations: [],
    services: ['orders'],
  };

  send(...made: Made[]): TraceSummary[] {
    this.sent.unshift(...made);
    const called = new RegExp(`^(?:${this.span_?.pattern})$`);
    const traceIds = this.sent
      .filter(({ path }) => path.some((name) => called.test(name)))
      .map(({ traceId }) => traceId);
    const operations =
      traceIds.length > 0
        ? [operation({ service: 'orders', name: 'price', count: traceIds.length, traceIds })]
        : [];
    if (this.span_) this.span_ = { ...this.span_, operations };
    return made.map(summary);
  }

  expected = () => Promise.resolve(this.span_);
  newest = () => Promise.resolve(this.sent.map(summary));
  trace = (traceId: string) => {
    const made = this.sent.find((one) => one.traceId === traceId);
    return Promise.resolve(made ? columns(made) : null);
  };
  span = (traceId: string) => {
    const { process } = this.sent.find((one) => one.traceId === traceId)!;
    const detail = spanOf({});
    const resource = process === undefined ? [] : [attribute(ATTR_SERVICE_INSTANCE_ID, process)];
    return Promise.resolve({ ...detail, span: { ...detail.span, resource } });
  };
}

function summary({ traceId, start, service = 'orders', path }: Made): TraceSummary {
  return {
    traceId,
    rootName: path[0]!,
    rootService: service,
    services: [service],
    startUnixNano: String(start),
    durationNano: '14000000',
    spans: path.length,
    errors: 0,
  };
}

function columns({ traceId, start, service = 'orders', path }: Made): TraceColumns {
  const { length } = path;
  return {
    traceId,
    count: length,
    strings: ['', service, ...path],
    spanId: BigUint64Array.from(path, (_, i) => BigInt(i + 1)),
    start: BigUint64Array.from(path, () => start),
    end: BigUint64Array.from(path, () => start + 14_000_000n),
    parent: Int32Array.from(path, (_, i) => i - 1),
    depth: Uint32Array.from(path, (_, i) => i),
    subtreeEnd: Uint32Array.from(path, () => length),
    name: Uint32Array.from(path, (_, i) => i + 2),
    service: new Uint32Array(length).fill(1),
    hint: new Uint32Array(length),
    kind: Uint8Array.from(path, (name) => (name.startsWith('POST /') ? 2 : 1)),
    status: new Uint8Array(length),
    marks: new Uint16Array(length),
  };
}

const without = ['POST /orders', 'request handler'];
const withIt = [...without, 'price'];

async function begun(...before: Made[]) {
  const server = new Server();
  server.send(...before);
  const proof = new Proof(expectation, server, EDIT);
  await proof.locate();
  await proof.begin();
  const look = async (now: number, ...made: Made[]) => {
    proof.add(server.send(...made));
    await proof.look(now);
    return proof.state;
  };
  return { server, proof, look };
}

test('a span that comes is seen, under its request', async () => {
  const { look } = await begun();
  expect(await look(0)).toEqual({ kind: 'waiting', stale: [], others: [] });
  expect(await look(1, { traceId: 'a', start: LATER, path: withIt })).toEqual({
    kind: 'seen',
    traceId: 'a',
    spanId: '0000000000000003',
    service: 'orders',
    under: 'POST /orders',
    durationNano: 14_000_000n,
  });
});

test('one without a request is seen under the root, the root under nothing', async () => {
  const { look } = await begun();
  expect(await look(0, { traceId: 'a', start: LATER, path: ['job', 'step', 'price'] })).toMatchObject({
    under: 'job',
  });
  const other = await begun();
  expect(await other.look(0, { traceId: 'a', start: LATER, path: ['price'] })).toMatchObject({ under: '' });
});

test('its request often comes after it', async () => {
  const { server, proof, look } = await begun();
  const alone = { traceId: 'a', start: LATER, path: ['price'] };
  expect(await look(0, alone)).toMatchObject({ under: '' });
  server.sent.length = 0;
  proof.add(server.send({ ...alone, path: withIt }));
  await proof.look(1);
  expect(proof.state).toMatchObject({ kind: 'seen', under: 'POST /orders' });
});

test('what was seen before the edit does not count', async () => {
  const { look } = await begun({ traceId: 'old', start: EDIT - 5n, path: withIt });
  expect(await look(0)).toMatchObject({ kind: 'waiting' });
  expect(await look(1, { traceId: 'old again', start: EDIT - 1n, path: withIt })).toMatchObject({
    kind: 'waiting',
  });
});

test('a run without it is a miss, when the run has had its time; and then it may still come', async () => {
  const { look } = await begun();
  expect(await look(0, { traceId: 'a', start: LATER, path: without })).toMatchObject({ kind: 'waiting' });
  expect(await look(9_000, { traceId: 'b', start: LATER, path: without })).toMatchObject({ kind: 'waiting' });
  expect(await look(10_000)).toEqual({ kind: 'missed', services: ['orders'], traceIds: ['b', 'a'] });
  expect(await look(11_000, { traceId: 'c', start: LATER, path: withIt })).toMatchObject({ kind: 'seen' });
});

test('a process from before the edit does not miss it: it has to start again', async () => {
  const old = { path: without, process: 'one' };
  const { look } = await begun({ traceId: 'old', start: EDIT - 5n, ...old });
  await look(0, { traceId: 'a', start: LATER, ...old });
  expect(await look(60_000)).toEqual({ kind: 'waiting', stale: ['orders'], others: [] });
  await look(61_000, { traceId: 'b', start: LATER, path: without, process: 'two' });
  expect(await look(71_000)).toMatchObject({ kind: 'missed' });
});

test('where the place made such spans before, only a new process proves it', async () => {
  const { look } = await begun({ traceId: 'old', start: EDIT - 5n, path: withIt, process: 'one' });
  expect(await look(0, { traceId: 'a', start: LATER, path: withIt, process: 'one' })).toMatchObject({
    kind: 'waiting',
  });
  expect(await look(1, { traceId: 'b', start: LATER, path: withIt, process: 'two' })).toMatchObject({
    traceId: 'b',
  });
});

test('a span from a process that takes new code without a start is seen', async () => {
  const { look } = await begun({ traceId: 'old', start: EDIT - 5n, path: without, process: 'one' });
  expect(await look(0, { traceId: 'a', start: LATER, path: withIt, process: 'one' })).toMatchObject({
    kind: 'seen',
  });
});

test('other services are no run of it', async () => {
  const { look } = await begun();
  await look(0, { traceId: 'a', start: LATER, service: 'stock', path: without });
  expect(await look(60_000)).toEqual({ kind: 'waiting', stale: [], others: ['stock'] });
});

test('a run counts although only later it is known which service runs the code', async () => {
  const { server, look } = await begun();
  server.span_ = { ...server.span_!, services: [] };
  await look(0, { traceId: 'a', start: LATER, path: without });
  server.span_ = { ...server.span_, services: ['orders'] };
  await look(1_000);
  expect(await look(11_000)).toEqual({ kind: 'missed', services: ['orders'], traceIds: ['a'] });
});

test('an edit that is undone waits for nothing', async () => {
  const { server, proof, look } = await begun();
  server.span_ = null;
  await look(0);
  expect(proof.span).toBeNull();
});
