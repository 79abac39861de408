import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeOnce } from '../setup/madeOnce.ts';
import { hasToolchain } from '../setup/toolchain.ts';
import { collect } from './collected.ts';

const run = promisify(execFile);
const programs = path.resolve('test/programs/exporters');

interface Language {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly reason: string;
  /** Builds the program, once; resolves with what runs it. */
  readonly build: () => Promise<(protocol: string, port: number) => Promise<unknown>>;
}

const go: Language = {
  name: 'Go',
  // It refuses a module that needs a newer one.
  command: ['go', '-C', path.join(programs, 'go'), 'list', '-f', '{{.Name}}'],
  reason: 'the go that test/programs/exporters/go/go.mod names is not on the PATH',
  async build() {
    const cwd = path.join(programs, 'go');
    const sources = ['main.go', 'go.mod', 'go.sum'].map((file) => path.join(cwd, file));
    const folder = await madeOnce('exporters-go', sources, async (place) => {
      console.log('Building the Go program with the OpenTelemetry SDK into .cache (once) …');
      await run('go', ['build', '-o', path.join(place, 'exporters.exe'), '.'], { cwd });
    });
    return (protocol, port) =>
      run(path.join(folder, 'exporters.exe'), [protocol.replace('/protobuf', ''), `127.0.0.1:${port}`]);
  },
};

const java: Language = {
  name: 'Java',
  command: ['mvn', '--version'],
  reason: 'mvn and a JDK from 17 on are not on the PATH (Debian: apt-get install maven default-jdk-headless)',
  async build() {
    const cwd = path.join(programs, 'java');
    const sources = ['Exporters.java', 'pom.xml'].map((file) => path.join(cwd, file));
    const folder = await madeOnce('exporters-java', sources, async (place) => {
      console.log('Fetching the OpenTelemetry Java SDK into .cache (once) …');
      const copy = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${place}`];
      await run('mvn', copy, { cwd, shell: process.platform === 'win32' });
      await run('javac', ['-cp', path.join(place, '*'), '-d', place, 'Exporters.java'], { cwd });
    });
    return (protocol, port) =>
      run('java', ['-cp', `${folder}${path.delimiter}${path.join(folder, '*')}`, 'Exporters'], {
        env: {
          ...process.env,
          OTEL_SERVICE_NAME: 'orders',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
          OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        },
      });
  },
};

const FIRST_BUILD_MS = 600_000;

describe.each([go, java])('the $name SDK', ({ command, reason, build }) => {
  describe.skipIf(!hasToolchain(command, reason))('as a program of its own', () => {
    let send: Awaited<ReturnType<Language['build']>>;
    beforeAll(async () => {
      send = await build();
    }, FIRST_BUILD_MS);

    it.each([
      ['grpc', 'grpc'],
      ['grpc', 'http'],
      ['http/protobuf', 'http'],
      ['http/protobuf', 'grpc'],
    ] as const)('sends spans and logs by %s to the %s port', async (protocol, port) => {
      const collected = await collect();
      try {
        await send(protocol, collected.receiver[port].port);
      } finally {
        await collected.receiver.close();
      }
      const { spans, logs, refused } = collected;
      const parent = spans.find(({ name }) => name === 'parent')!;
      const child = spans.find(({ name }) => name === 'child')!;
      expect(spans).toHaveLength(2);
      expect(parent).toMatchObject({
        service: 'orders',
        kind: 'SERVER',
        scope: { name: 'lib', version: '1.0' },
      });
      expect(Object.fromEntries(parent.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
        text: { stringValue: 'grün' },
        int: { intValue: '7' },
        double: { doubleValue: 1.5 },
        bool: { boolValue: true },
        list: { arrayValue: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } },
      });
      expect(child).toMatchObject({
        traceId: parent.traceId,
        parentSpanId: parent.spanId,
        status: 'ERROR',
        statusMessage: 'broken',
        events: [{ name: 'exception' }],
      });
      expect(logs).toMatchObject([
        { traceId: child.traceId, spanId: child.spanId, body: { stringValue: 'hello' } },
      ]);
      expect(refused).toEqual([]);
    });
  });
});
