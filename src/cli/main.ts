#!/usr/bin/env node
/** `spanline`: the same engines as in the editor, for terminals and CI. */
import { isBuiltin } from 'node:module';
import zlib from 'node:zlib';
import { VERSION } from '../server/version.ts';
import { StoreError } from '../store/storeError.ts';
import { CliError, type Command } from './command.ts';

/** Each is loaded when it is run: `spanline traces` needs no parser and `spanline actions` no database. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  traces: async () => (await import('./traces.ts')).traces,
  trace: async () => (await import('./trace.ts')).trace,
  metrics: async () => (await import('./metrics.ts')).metrics,
  locate: async () => (await import('./locate.ts')).locate,
  actions: async () => (await import('./actions.ts')).actions,
  apply: async () => (await import('./apply.ts')).apply,
};

/** Every fault that the user can mend. */
const BAD_INPUT = 2;

silenceExperimentalWarnings();
endQuietlyWithTheReader();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CliError || error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = BAD_INPUT;
}

async function main([name = 'help', ...argv]: readonly string[]): Promise<number> {
  if (['--version', '-V', 'version'].includes(name)) {
    console.log(VERSION);
    return 0;
  }
  if (!isBuiltin('node:sqlite') || !('zstdCompressSync' in zlib)) {
    throw new CliError(
      `Spanline needs Node 22.15 or newer, this is ${process.versions.node}: install a newer one.`,
    );
  }
  if (['help', '--help', '-h'].includes(name) || argv.includes('--help') || argv.includes('-h')) {
    console.log(await help());
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new CliError(`There is no command "${name}": "spanline help" lists them.`);
  const command = await load();
  return command.run(argv);
}

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const entries = commands.map(
    ({ name, usage, summary }) => `  spanline ${name.padEnd(8)} ${usage}\n      ${summary}`,
  );
  return [
    'Spanline: live OpenTelemetry traces beside the code that made them.',
    '',
    ...entries,
    '',
    '  spanline --version, spanline help',
    '',
    'Without --data, the data folder is that of SPANLINE_DATA, or else your own.',
  ].join('\n');
}

/** Node announces that its own SQLite is young; whoever runs a command wants its output. */
function silenceExperimentalWarnings(): void {
  const warn = process.emitWarning.bind(process) as (...given: unknown[]) => void;
  process.emitWarning = (...given: unknown[]) => {
    const kind = given[1];
    const type = typeof kind === 'object' && kind ? (kind as { type?: string }).type : kind;
    if (type !== 'ExperimentalWarning') warn(...given);
  };
}

/** `spanline traces | head` is no error. */
function endQuietlyWithTheReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
