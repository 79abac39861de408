import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

type Side = 'before' | 'after';

/** What mypy ends with when there are errors in the files, not in itself. */
const FOUND_ERRORS = 1;

/**
 * The type errors, with the real types of the installed packages, that the results of fixtures have more than what
 * they came from: fragments call what they do not define, and an edit must not be blamed for that. `cases` are the
 * folders below `root` that have `before` and `after`, as a file of Python or as a folder; `scratch` is a folder to
 * work in.
 */
export async function newTypeErrors(
  python: string,
  root: string,
  cases: readonly string[],
  scratch: string,
): Promise<string[]> {
  const [before, after] = await Promise.all(
    (['before', 'after'] as const).map((side) =>
      errorsOf(python, root, cases, side, path.join(scratch, side)),
    ),
  );
  return after!.filter((error) => {
    const at = before!.indexOf(error);
    // Each error from before excuses one.
    if (at >= 0) before!.splice(at, 1);
    return at < 0;
  });
}

/** The errors of one side, without their lines, which an edit moves. */
async function errorsOf(
  python: string,
  root: string,
  cases: readonly string[],
  side: Side,
  scratch: string,
): Promise<string[]> {
  const check = async (cwd: string, ...files: string[]): Promise<string[]> => {
    const options = ['--ignore-missing-imports', '--check-untyped-defs', '--namespace-packages'];
    const shape = ['--explicit-package-bases', '--no-error-summary', '--hide-error-context', '--no-pretty'];
    const cache = path.resolve('.cache', `mypy-${side}`);
    try {
      await run(python, ['-m', 'mypy', ...options, ...shape, '--cache-dir', cache, ...files], { cwd });
      return [];
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      if (code !== FOUND_ERRORS)
        throw new Error(`mypy failed in ${side}:\n${stdout}${stderr}`, { cause: error });
      return stdout
        .split('\n')
        .filter((line) => line.includes(' error: '))
        .map((line) => line.replace(/:\d+(?::\d+)?: error: /, ': '));
    }
  };
  // In packages, since some import relatively.
  const single = path.join('package', 'inner');
  mkdirSync(path.join(scratch, single), { recursive: true });
  const names: string[] = [];
  const trees: string[] = [];
  for (const name of cases) {
    const module = name.replace(/\W/g, '_');
    const from = path.join(root, name, side);
    // One run reads all files of one module each, so that each needs a name of its own, the same on both sides.
    if (statSync(`${from}.py`, { throwIfNoEntry: false })) {
      names.push(path.join(single, `${module}.py`));
      cpSync(`${from}.py`, path.join(scratch, names.at(-1)!));
    } else {
      trees.push(module);
      cpSync(from, path.join(scratch, module), { recursive: true });
    }
  }
  // One run for all: a run each takes a second and more. What the modules of a tree import from each other by names of
  // the top level is not found that way, and so is not checked.
  return check(scratch, ...names, ...trees);
}
