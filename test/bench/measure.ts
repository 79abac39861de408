import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { BATCH_SPANS, wholeTraceId } from './batch.ts';
import { inTemporaryFolder } from './folder.ts';
import { runLoad, type Load, type Loaded } from './load.ts';
import type { Options } from './options.ts';
import { measureStages } from './stages.ts';
import { countStored, measureQueries } from './stored.ts';
import { row, type Row } from './row.ts';
import { startTarget, watchRss, type Target } from './target.ts';

/** What a server is given before its sustained rate is measured: code that is run for long is compiled again. */
const WARM_UP_SPANS = 500_000;
const WHOLE_BATCHES = 196;
const WHOLE_RUN = 0x1001;
const STAGE_BATCHES = 400;

/** Numbers that keep the ids of the loads apart. */
let runs = 0;

/** Everything that is measured of Spanline's own server. */
export async function measureSpanline(options: Options): Promise<Row[]> {
  const rows: Row[] = [];
  const fewer = options.spans < 2_000_000;
  const ceiling = await measureCeiling(options);
  await inTemporaryFolder(async (data) => {
    const server = await startServer(options, data);
    const idle = server.rss();
    const watch = watchRss(server);
    const warmUp = await sustain('http', server.http, WARM_UP_SPANS, options);
    const cpu = server.cpu();
    const load = await sustain('http', server.http, options.spans, options);
    const perSpan = ((server.cpu() - cpu) * 1e6) / load.accepted;
    const most = watch.stop();
    await pause(2_000);
    const after = server.rss();
    await server.stop();
    rows.push(
      row('ingest, OTLP/HTTP protobuf', rate(load), 'spans/s', { atLeast: 300_000 }),
      row('  of a server that only reads and discards', (100 * rate(load)) / rate(ceiling), '%'),
      row('  a server that only reads and discards', rate(ceiling), 'spans/s'),
      row('  CPU time of the server, all threads', perSpan, 'µs/span'),
      row('  lost, of those accepted', lost(data, warmUp.accepted + load.accepted), 'spans', { atMost: 0 }),
      row(`memory while ${count(options.spans)} spans come in`, most, 'MB', { atMost: 250 }, fewer),
      row('  after', after, 'MB', { atMost: 250 }, fewer),
      row('  before', idle, 'MB'),
    );
  });
  rows.push(...(await measureShares(ceiling.perSpan)));
  await inTemporaryFolder(async (data) => {
    const server = await startServer(options, data);
    const load = await sustain('grpc', server.grpc, options.stored, options);
    const whole = await runLoad({
      protocol: 'http',
      endpoint: server.http,
      run: WHOLE_RUN,
      batches: WHOLE_BATCHES,
      connections: 1,
      whole: true,
    });
    await server.stop();
    rows.push(
      row('ingest, OTLP/gRPC', rate(load), 'spans/s', { atLeast: 150_000 }),
      row('  lost, of those accepted', lost(data, load.accepted + whole.accepted), 'spans', { atMost: 0 }),
    );
    rows.push(...(await measureLatency(options)));
    rows.push(...(await measureStored(options, data)));
  });
  return rows;
}

/** What can be measured of any OTLP server. */
export async function measureEndpoint(options: Options): Promise<Row[]> {
  const rows: Row[] = [];
  const { endpoint, grpcEndpoint, spans, rate: paced } = options;
  if (endpoint !== undefined) {
    const load = await sustain('http', endpoint, spans, options);
    rows.push(row('ingest, OTLP/HTTP protobuf', rate(load), 'spans/s'), refusals(load));
    rows.push(...latencies(await atRate(endpoint, options), paced));
  }
  if (grpcEndpoint !== undefined) {
    const load = await sustain('grpc', grpcEndpoint, spans, options);
    rows.push(row('ingest, OTLP/gRPC', rate(load), 'spans/s'), refusals(load));
  }
  return rows;
}

function startServer({ server }: Options, data: string): Promise<Target> {
  const ports = ['--http-port', '0', '--grpc-port', '0'];
  return startTarget(path.resolve(server), 'serve', '--data', data, ...ports, '--max-items', '1000000000');
}

/** The server that only reads and discards, and its CPU time for a span in microseconds. */
async function measureCeiling(options: Options): Promise<Loaded & { perSpan: number }> {
  const server = await startTarget(path.join(import.meta.dirname, 'discard.ts'));
  const cpu = server.cpu();
  const load = await sustain('http', server.http, options.spans, options);
  const perSpan = ((server.cpu() - cpu) * 1e6) / load.accepted;
  await server.stop();
  return { ...load, perSpan };
}

async function measureShares(http: number): Promise<Row[]> {
  const { scan, compression, database, operations } = await measureStages(STAGE_BATCHES);
  const whole = http + scan + compression + database + operations;
  const share = (name: string, part: number): Row =>
    row(`  ${name}`, part, `µs/span, ${Math.round((100 * part) / whole)} %`);
  return [
    row('CPU time of a span, each stage alone', whole, 'µs/span'),
    share('HTTP layer', http),
    share('wire scan', scan),
    share('compression', compression),
    share('database', database),
    share('live operations (a twentieth of the time at most)', operations),
  ];
}

async function measureLatency(options: Options): Promise<Row[]> {
  return inTemporaryFolder(async (data) => {
    const server = await startServer(options, data);
    // Not of interest is how fast a server is that has just begun.
    await sustain('http', server.http, 100_000, options);
    const load = await atRate(server.http, options);
    await server.stop();
    return latencies(load, options.rate);
  });
}

async function measureStored(options: Options, data: string): Promise<Row[]> {
  const starts: number[] = [];
  for (let i = 0; i < 5; i++) {
    const server = await startServer(options, data);
    starts.push(server.startMs);
    await server.stop();
  }
  const { newest, search, columns } = await measureQueries(
    data,
    wholeTraceId(WHOLE_RUN),
    WHOLE_BATCHES * BATCH_SPANS,
  );
  const smaller = options.stored < 1_000_000;
  return [
    row(
      `with ${count(options.stored)} spans stored: newest 100 traces`,
      newest.median,
      'ms',
      { atMost: 20 },
      smaller,
    ),
    row('  an attribute search over all', search.median, 'ms', { atMost: 1_500 }, smaller),
    row('  a trace of 100,000 spans as columns', columns.median, 'ms', { atMost: 300 }),
    row('  the same, the first in a process', columns.first, 'ms'),
    row('  server start', starts.toSorted((a, b) => a - b)[2]!, 'ms', { atMost: 300 }, smaller),
  ];
}

function sustain(
  protocol: Load['protocol'],
  endpoint: string,
  spans: number,
  options: Options,
): Promise<Loaded> {
  const batches = Math.ceil(spans / BATCH_SPANS);
  return runLoad({ protocol, endpoint, run: ++runs, batches, connections: options.connections });
}

function atRate(endpoint: string, { rate: perSecond, seconds, connections }: Options): Promise<Loaded> {
  const batches = Math.ceil((perSecond * (seconds + 1)) / BATCH_SPANS);
  return runLoad({ protocol: 'http', endpoint, run: ++runs, batches, connections, rate: perSecond });
}

function latencies(load: Loaded, perSecond: number): Row[] {
  const at = `acknowledgement at ${count(perSecond)} spans/s`;
  return [row(`${at}: p50`, load.p50, 'ms'), row('  p99', load.p99, 'ms', { atMost: 50 }), refusals(load)];
}

function refusals({ refused, reason }: Loaded): Row {
  return row('  refused', refused, reason === '' ? 'requests' : `requests: ${reason}`);
}

const count = (spans: number): string => spans.toLocaleString('en');

function rate({ accepted, seconds }: Loaded): number {
  return accepted / seconds;
}

function lost(data: string, accepted: number): number {
  const { chunks, traces } = countStored(data);
  return accepted - Math.min(chunks, traces);
}
