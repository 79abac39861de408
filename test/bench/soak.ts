// Load, kills of the server, exporters that try again: every span that was acknowledged is there at the end.
//   node test/bench/soak.ts --minutes 60 [--server dist/cli.mjs]
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { decodeSpans } from '../../src/otlp/decodeSpans.ts';
import { openReader } from '../../src/store/reader.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    server: { type: 'string', default: 'src/cli/main.ts' },
  },
});
const MINUTES = Number(values.minutes);

/** One batch is one trace, so that it is easy to look for. */
const SPANS_A_TRACE = 50;
const EXPORTERS_OF_A_KIND = 2;
/** Between two batches of an exporter. */
const BREATH_MS = 20;
/** How long the server lives. */
const LIFE_MS = [2_000, 10_000] as const;

/** ExportResultCode. */
const SUCCESS = 0;

interface Server {
  readonly child: ChildProcess;
  readonly http: number;
  readonly grpc: number;
}

async function serve(data: string, http: number, grpc: number): Promise<Server> {
  const limits = ['--max-items', '1000000000', '--max-size', '100000', '--max-age', '1000'];
  const ports = ['--http-port', String(http), '--grpc-port', String(grpc)];
  const child = spawn(process.execPath, [values.server, 'serve', '--data', data, ...ports, ...limits], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const ended = once(child, 'exit').then(() => {
    throw new Error('The server ended before it was ready.');
  });
  const [line] = await Promise.race([started, ended]);
  return { child, ...(JSON.parse(line) as { http: number; grpc: number }) };
}

/** Makes traces and sends each until it is acknowledged; `acknowledged` gets its id then. */
async function exportTraces(
  exporter: SpanExporter,
  acknowledged: string[],
  isOver: () => boolean,
): Promise<void> {
  let batch: ReadableSpan[] = [];
  const collecting: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void batch.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const tracer = new NodeTracerProvider({ spanProcessors: [collecting] }).getTracer('soak');
  while (!isOver()) {
    batch = [];
    const root = tracer.startSpan('root');
    const context = trace.setSpan(ROOT_CONTEXT, root);
    for (let n = 1; n < SPANS_A_TRACE; n++)
      tracer.startSpan(`child ${n}`, { attributes: { n } }, context).end();
    root.end();
    const sent = batch;
    const send = (): Promise<boolean> =>
      new Promise((resolve) =>
        exporter.export(sent, ({ code }: { readonly code: number }) => resolve(code === SUCCESS)),
      );
    while (!(await send())) await pause(100);
    acknowledged.push(root.spanContext().traceId);
    await pause(BREATH_MS);
  }
  await exporter.shutdown();
}

/** The acknowledged traces that are not there with all their spans. */
function missing(data: string, acknowledged: readonly string[]): string[] {
  const reader = openReader(data);
  const isWhole = (traceId: string): boolean => {
    const spans = reader.chunksOf(traceId).flatMap((chunk) => decodeSpans(chunk));
    return new Set(spans.map(({ spanId }) => spanId)).size === SPANS_A_TRACE;
  };
  const lost = acknowledged.filter((traceId) => !isWhole(traceId));
  reader.close();
  return lost;
}

const data = mkdtempSync(path.join(tmpdir(), 'spanline-soak-'));
const end = performance.now() + MINUTES * 60_000;
let isOver = false;
let server = await serve(data, 0, 0);
const { http, grpc } = server;
const acknowledged: string[] = [];
const kinds: readonly (() => SpanExporter)[] = [
  () => new ProtobufExporter({ url: `http://127.0.0.1:${http}/v1/traces` }),
  () => new JsonExporter({ url: `http://127.0.0.1:${http}/v1/traces` }),
  () => new GrpcExporter({ url: `http://127.0.0.1:${grpc}` }),
];
const exporting = kinds.flatMap((kind) =>
  Array.from({ length: EXPORTERS_OF_A_KIND }, () => exportTraces(kind(), acknowledged, () => isOver)),
);

let kills = 0;
while (performance.now() < end) {
  const [least, most] = LIFE_MS;
  await pause(Math.min(least + Math.random() * (most - least), end - performance.now()));
  if (performance.now() >= end) break;
  const exited = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await exited;
  kills++;
  server = await serve(data, http, grpc);
  console.log(`killed ${kills} times, ${acknowledged.length * SPANS_A_TRACE} spans acknowledged`);
}
isOver = true;
await Promise.all(exporting);
const exited = once(server.child, 'exit');
server.child.kill('SIGTERM');
await exited;

const lost = missing(data, acknowledged);
console.log(
  `${MINUTES} min, ${kills} kills: ${acknowledged.length * SPANS_A_TRACE} spans acknowledged in ${acknowledged.length} traces, ${lost.length} of these not there whole.`,
);
if (lost.length === 0) rmSync(data, { recursive: true });
else console.error(`Lost: ${lost.slice(0, 10).join(', ')} in ${data}`);
process.exitCode = lost.length === 0 ? 0 : 1;
