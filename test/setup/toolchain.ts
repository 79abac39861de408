import { spawnSync } from 'node:child_process';

/**
 * Whether the tests that need a toolchain can run: `command` succeeds. Where it does not, the tests are skipped and the
 * reason is printed; in CI that is an error.
 */
export function hasToolchain(command: readonly [string, ...string[]], reason: string): boolean {
  const [program, ...rest] = command;
  if (spawnSync(program, rest).status === 0) return true;
  if (process.env['CI'] === 'true') throw new Error(`In CI every toolchain must be there: ${reason}.`);
  console.log(`Tests are skipped: ${reason}.`);
  return false;
}
