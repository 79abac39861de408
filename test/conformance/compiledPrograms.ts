import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { madeOnce } from '../setup/madeOnce.ts';

const run = promisify(execFile);
const programs = path.resolve('test/programs/exporters');

/** A language whose programs are compiled: what it needs, and its program of test/programs/exporters. */
export interface Language {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly reason: string;
  /** Builds the program, once; resolves with what runs it. */
  readonly build: () => Promise<(protocol: string, port: number) => Promise<unknown>>;
}

export const go: Language = {
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

export const java: Language = {
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
