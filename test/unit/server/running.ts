import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const CLI = path.resolve(import.meta.dirname, '../../../src/cli/main.ts');

export interface Serving {
  readonly child: ChildProcess;
  readonly http: number;
  readonly grpc: number;
}

/** `spanline serve` as a process of its own, on free ports; killed after the test. */
export async function serve(data: string, ...options: readonly string[]): Promise<Serving> {
  const child = spawn(
    process.execPath,
    [CLI, 'serve', '--data', data, '--http-port', '0', '--grpc-port', '0', ...options],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { http: number; grpc: number }) };
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs `spanline` to its end. */
export async function spanline(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { stdout, stderr, code };
}

export interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The resource spans of one service, as OTLP/JSON. */
export function resourceSpans(service: string, spans: readonly JsonSpan[]) {
  return {
    resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
    scopeSpans: [{ scope: { name: 'test' }, spans }],
  };
}

/** A span of a millisecond without a parent. */
export function jsonSpan(traceId: string, more: Readonly<Record<string, unknown>> = {}): JsonSpan {
  return {
    traceId,
    spanId: traceId.slice(16),
    name: 'GET /',
    kind: 2,
    startTimeUnixNano: '1700000000000000001',
    endTimeUnixNano: '1700000000001000001',
    ...more,
  };
}

/** Posts a request of OTLP/JSON; resolves with the status. */
export async function post(
  port: number,
  signal: 'traces' | 'logs' | 'metrics',
  body: unknown,
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Posts spans of the service `web`. */
export function postSpans(port: number, ...spans: readonly JsonSpan[]): Promise<number> {
  return post(port, 'traces', { resourceSpans: [resourceSpans('web', spans)] });
}

export const hexId = (n: number): string => n.toString(16).padStart(32, '0');
