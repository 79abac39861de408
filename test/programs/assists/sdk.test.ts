import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { plainAttributes } from '../../../src/cli/plainValue.ts';
import type { Span } from '../../../src/trace/span.ts';
import { copied, instrumented } from './program.ts';
import { receive, treeOf } from './received.ts';

/**
 * Projects that actions set OpenTelemetry up in, started as their manifests say afterwards. Nothing but the endpoint
 * comes from here: what arrives is the work of the files that the actions have made.
 */
interface Project {
  /** The command; the script `start` of package.json where absent. A word `python` is the tests' own. */
  readonly command?: readonly string[];
  /** How it ends: the exit status or the signal. */
  readonly ends?: number | string;
  /** How it ends with the SDK, where that differs. */
  readonly endsTraced?: number;
  /** Lines, by the names of their spans, that `spanline locate` finds by what the program has recorded. */
  readonly places?: Readonly<Record<string, string>>;
}

const here = import.meta.dirname;
const python = inject('python');
const main = path.resolve('src/cli/main.ts');

function testProject(name: string, { command, ends = 0, endsTraced, places }: Project = {}): void {
  const skip = command?.[0] === 'python' && !python;
  it(name, { skip }, async () => {
    mkdirSync('.cache', { recursive: true });
    const scratch = mkdtempSync(path.resolve('.cache', 'sdk-'));
    try {
      const before = copied(`sdk/${name}`, path.join(scratch, 'before', name));
      const after = await instrumented(`sdk/${name}`, path.join(scratch, 'after', name));
      const data = path.join(scratch, 'data');
      const receiving = await receive(data);
      const plain = await run(before, command, receiving.endpoint);
      expect(await receiving.spans()).toEqual([]);
      const traced = await run(after, command, receiving.endpoint);
      const spans = await receiving.spans();
      await receiving.close();

      expect(receiving.refused).toEqual([]);
      expect(plain.ended).toBe(ends);
      expect(traced).toEqual({ ...plain, ended: endsTraced ?? ends });
      const tree = `${resourceOf(spans)}\n${treeOf(spans, (key, text) => printed(key, text, after))}\n`;
      await expect(tree).toMatchFileSnapshot(path.join(here, 'sdk', `${name}.spans`));
      if (places) expect(await located(spans, after, data)).toEqual(places);
    } finally {
      rmSync(scratch, { recursive: true, maxRetries: 3 });
    }
  });
}

async function run(folder: string, command: readonly string[] | undefined, endpoint: string) {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:OTEL_|NODE_ENV$|VITEST)/.test(name));
  const env = {
    ...Object.fromEntries(own),
    PATH: path.dirname(process.execPath) + path.delimiter + (process.env.PATH ?? ''),
    PYTHONDONTWRITEBYTECODE: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  };
  const options = { cwd: folder, env, timeout: 40_000, killSignal: 'SIGKILL' } as const;
  const [file, ...args] = (command ?? startOf(folder)) as [string, ...string[]];
  const child = spawn(file === 'python' ? python : file === 'node' ? process.execPath : file, args, options);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { stdout, stderr, ended: status ?? signal };
}

/** The script that starts a project; `main` where there is none yet. */
function startOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    scripts?: { start?: string };
  };
  return (manifest.scripts?.start ?? 'node main.mjs').split(' ');
}

/** What the resource says of the service, of every span the same. */
function resourceOf(spans: readonly Span[]): string {
  const all = spans.map(({ resource }) => {
    const attributes = plainAttributes(resource);
    const names = ['service.name', 'deployment.environment.name', 'telemetry.sdk.language'];
    return names.map((name) => `${name}=${attributes[name] as string}`).join(' ');
  });
  return [...new Set(all)].join('\n');
}

function printed(key: string, text: string, folder: string): string | undefined {
  if (/^(?:net\.|network\.|client\.|user_agent\.|http\.user_agent)/.test(key)) return undefined;
  return text.replaceAll(folder, 'FOLDER').replace(/:\d{4,5}(?=\/)/, ':PORT');
}

/** The text of the line that each span is located at. */
async function located(spans: readonly Span[], workspace: string, data: string) {
  const found: Record<string, string> = {};
  for (const traceId of new Set(spans.map((span) => span.traceId))) {
    const args = [main, 'locate', traceId, '--workspace', workspace, '--data', data, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    for (const { name, file, line, reason } of JSON.parse(stdout) as Record<string, string>[]) {
      const text = readFileSync(path.resolve(workspace, file!), 'utf8').split('\n')[Number(line) - 1]!;
      found[name!] = `${text.trim()} | ${reason!}`;
    }
  }
  return found;
}

/** Why a place is found: the attributes come first. */
const recorded =
  'code.file.path and code.line.number and code.function.name; this call creates spans of this name';

describe('a project with OpenTelemetry set up does what it did and sends its spans', () => {
  testProject('express-module');
  testProject('http-commonjs', { command: ['node', 'index.js'] });
  testProject('typescript-stripped', {
    places: {
      'Report.add': `tracer.startActiveSpan('Report.add', (span) => { | ${recorded}`,
      'Report.total': `return tracer.startActiveSpan('Report.total', (span) => { | ${recorded}`,
    },
  });
  testProject('module-without-start');
  testProject('sigterm-handled', { ends: 3 });
  testProject('sigterm-commonjs', {
    ends: 'SIGTERM',
    places: { stroke: `return tracer.startActiveSpan('stroke', (span) => { | ${recorded}` },
  });
  testProject('flask', { command: ['python', 'app.py'] });
  testProject('fastapi-package', { command: ['python', '-m', 'shop'] });
  testProject('django', { command: ['python', 'manage.py', 'visit'] });
  testProject('threads-script', {
    command: ['python', 'weigh.py'],
    places: {
      weigh: `with tracer.start_as_current_span("weigh"): | ${recorded}`,
      weigh_all: `with tracer.start_as_current_span("weigh_all"): | ${recorded}`,
    },
  });
  testProject('sigterm-script', { command: ['python', 'serve.py'], ends: 'SIGTERM', endsTraced: 143 });
});
