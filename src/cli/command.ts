/** One command of `spanline`. One file each, listed in `main.ts`. */
export interface Command {
  readonly name: string;
  /** What follows the name in the help: `TRACE_ID [--data DIR]`. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** Resolves with the exit code. A `CliError` is printed as one sentence and exits 2. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** A fault that the user can mend: its message is one sentence that says what to do. */
export class CliError extends Error {}
