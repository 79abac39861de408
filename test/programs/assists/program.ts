import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import type { Span } from '../../../src/trace/span.ts';
import type { Preferences } from '../../../src/languages/preferences.ts';
import { applyMarks } from './marks.ts';
import { receive, treeOf, type PrintAttribute } from './received.ts';

/**
 * Programs that actions are applied to, run before and after with the real SDKs and Spanline's own receiver.
 *
 * What they import: Python packages are a line each, sorted, in `test/setup/requirements.txt`; npm packages are
 * `devDependencies` of the project.
 */

/** One process of a program. */
export interface Command {
  /** Below the program's folder. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Runs beside the commands after it from its first line of output on, and is ended (SIGTERM) when they are done. */
  readonly background?: boolean;
}

export interface RunOptions {
  /** Run one after another; `main.*` without arguments, or the one file that the program is, when absent. */
  readonly commands?: readonly (string | Command)[];
  readonly env?: Readonly<Record<string, string>>;
  /** The exit status of the commands that are not of the background, where it is not 0. */
  readonly status?: number;
  /** What the user prefers, where that is not the default. */
  readonly preferences?: Preferences;
  /** How an attribute is printed, or `undefined` to leave it out. Ports, threads and lines of code are out anyway. */
  readonly attribute?: PrintAttribute;
  /** What of the output is compared, for actions that change it; `spans` are those that the run sent. */
  readonly output?: (stdout: string, spans: readonly Span[]) => string;
  /** Changes what differs from run to run in the output and the tree; the folder and PORT are replaced already. */
  readonly normalise?: (text: string) => string;
}

export interface Run {
  /** Of the commands in their order, without those of the background. */
  readonly stdout: string;
  /** Of all commands in their order. */
  readonly status: readonly (number | null)[];
  /** Spans that were never ended, of all commands. */
  readonly open: number;
  /** As `treeOf` prints it. */
  readonly tree: string;
  readonly stderr: string;
}

const here = import.meta.dirname;
const python = inject('python');
const TIMEOUT_MS = 50_000;

/**
 * Declares the test that a program does what it did and sends the spans of `<program>.spans`. It is skipped where it
 * is of Python and there is no Python. Tests of several programs run at the same time.
 */
export function testProgram(program: string, options: RunOptions = {}): void {
  const isSkipped = !python && filesOf(program).some((file) => file.endsWith('.py'));
  it(program, { concurrent: true, skip: isSkipped }, async ({ expect: expectHere }) => {
    await expectSameButTraced(program, options, expectHere);
  });
}

/**
 * Runs a program as it is and with the actions at its marks applied: the output and the exit status must be the same,
 * no span may stay open, and the spans must be those of `<program>.spans`. A test that runs beside others of its file
 * passes its own `expect`.
 */
export async function expectSameButTraced(
  program: string,
  options: RunOptions = {},
  expectHere: typeof expect = expect,
): Promise<void> {
  await inFolder(async (folder) => {
    const plain = copied(program, path.join(folder, 'before', 'program'));
    const traced = await instrumented(program, path.join(folder, 'after', 'program'), options.preferences);
    const [before, after] = await Promise.all([run(plain, options), run(traced, options)]);
    // A program that fails on its own proves nothing.
    const wanted = before.status.map((given, i) =>
      isBackground(options.commands?.[i]) ? given : (options.status ?? 0),
    );
    expectHere(before.status, before.stderr).toEqual(wanted);
    // The errors are what one wants to see when the rest differs.
    const errors = after.stderr === before.stderr ? '' : after.stderr;
    expectHere({ stdout: after.stdout, status: after.status }, errors).toEqual({
      stdout: before.stdout,
      status: before.status,
    });
    expectHere(after.open).toBe(0);
    expectHere(after.tree, after.stderr).not.toBe('');
    await expectHere(after.tree).toMatchFileSnapshot(path.join(here, `${program}.spans`));
  });
}

/**
 * Copies a program, a file or a folder beside this file, to `to`, and applies the actions at its marks there (see
 * `applyMarks`). Returns `to`.
 */
export async function instrumented(program: string, to: string, preferences?: Preferences): Promise<string> {
  copied(program, to);
  await applyMarks(to, preferences);
  return to;
}

/** Copies a program, a file or a folder beside this file, to the folder `to`, and returns that. */
export function copied(program: string, to: string): string {
  const from = path.join(here, program);
  mkdirSync(to, { recursive: true });
  cpSync(from, statSync(from).isDirectory() ? to : path.join(to, path.basename(from)), { recursive: true });
  return to;
}

/**
 * Runs the program in a folder inside the project with the SDK set up. All its processes send to one receiver, and
 * find a free port in PORT.
 */
export async function run(folder: string, options: RunOptions = {}): Promise<Run> {
  const data = `${folder}.data`;
  const receiving = await receive(data);
  const running: ChildProcess[] = [];
  try {
    const port = String(await freePort());
    const processes: { command: Command; record: string; process: Started }[] = [];
    for (const given of options.commands ?? [mainOf(folder)]) {
      const command: Command = typeof given === 'string' ? { file: given } : given;
      const record = path.join(data, `open-${processes.length}`);
      const process = start(folder, command, running, {
        ...ownEnvironment(),
        PYTHONDONTWRITEBYTECODE: '1',
        PORT: port,
        ...options.env,
        OTEL_SERVICE_NAME: path.parse(command.file).name,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiving.endpoint,
        RECORD: record,
      });
      processes.push({ command, record, process });
      await (command.background ? process.ready : process.ended);
    }
    for (const { command, process } of processes) {
      if (command.background) process.child.kill('SIGTERM');
      await process.ended;
    }
    if (receiving.refused.length > 0) throw new Error(receiving.refused.join('\n'));
    const printed = processes
      .filter(({ command }) => !command.background)
      .map(({ process }) => process.stdout());
    const spans = await receiving.spans();
    const stdout = printed.join('');
    const clean = (text: string): string => {
      const stable = text.replaceAll(folder, 'FOLDER').replace(new RegExp(`\\b${port}\\b`, 'g'), 'PORT');
      return options.normalise?.(stable) ?? stable;
    };
    return {
      stdout: clean(options.output?.(stdout, spans) ?? stdout),
      status: processes.map(({ process }) => process.child.exitCode),
      open: processes.reduce((sum, { record, process }) => sum + openIn(record, process), 0),
      tree: clean(treeOf(spans, options.attribute)),
      stderr: clean(processes.map(({ process }) => process.stderr()).join('')),
    };
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await receiving.close();
  }
}

interface Started {
  readonly child: ChildProcess;
  /** Resolves with the first line of output. */
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** The environment without what the developer's shell says to SDKs. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
}

function start(folder: string, command: Command, running: ChildProcess[], env: NodeJS.ProcessEnv): Started {
  const args = [path.join(folder, command.file), ...(command.args ?? [])];
  // SIGTERM would let a program that hangs end in good order, before and after alike.
  const options = { cwd: folder, env, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' } as const;
  const child = command.file.endsWith('.py')
    ? spawn(python, [path.join(here, 'python/record.py'), ...args], options)
    : spawn(process.execPath, ['--import', path.join(here, 'typescript/record.mjs'), ...args], options);
  running.push(child);
  child.stdin.end();
  let stdout = '';
  let stderr = '';
  const ready = Promise.withResolvers<undefined>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.includes('\n')) ready.resolve(undefined);
  });
  const ended = once(child, 'close').then(() => {
    // Whoever waits for a program that is over goes on, and sees its errors.
    ready.resolve(undefined);
    running.splice(running.indexOf(child), 1);
  });
  return { child, ready: ready.promise, ended, stdout: () => stdout, stderr: () => stderr };
}

/** @throws Error with the program's own errors when it ended without having counted. */
function openIn(record: string, { stderr }: Started): number {
  try {
    return Number(readFileSync(record, 'utf8'));
  } catch {
    throw new Error(`The program was ended before it could send its spans:\n${stderr()}`);
  }
}

/** Runs `work` with a folder inside the project, where programs find the packages that they import. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('.cache', 'programs-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}

/** A signal ends what runs in the background. */
function isBackground(command: string | Command | undefined): boolean {
  return typeof command === 'object' && command.background === true;
}

function mainOf(folder: string): string {
  const files = readdirSync(folder);
  const main = files.find((file) => path.parse(file).name === 'main') ?? files[0];
  if (main === undefined) throw new Error('The program has no file.');
  return main;
}

function filesOf(program: string): string[] {
  const from = path.join(here, program);
  return statSync(from).isDirectory() ? readdirSync(from, { recursive: true, encoding: 'utf8' }) : [from];
}

/** Below those that systems give to connections: one of them would have it before the program listens. */
async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_000);
  const server = net.createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return isFree ? port : freePort();
}
