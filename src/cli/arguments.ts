import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CliError } from './command.ts';

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>
>;

/** The command line's options and positionals; a `CliError` with its usage where they do not fit. */
export function parseCommand<T extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  usage: string,
  options: T,
): Parsed<T> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. ', 1)[0]! : String(error);
    throw new CliError(`${message}; usage: spanline ${usage}.`);
  }
}
