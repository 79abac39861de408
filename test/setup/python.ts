import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The interpreter of a virtual environment with `requirements.txt`, or '' where this machine has no Python. */
    python: string;
  }
}

const requirements = path.join(import.meta.dirname, 'requirements.txt');

/**
 * Makes the virtual environment that tests with real Python programs share, once per version of the requirements.
 * Without a Python those tests are skipped with the reason printed; in CI that is an error.
 */
export default function setup(project: TestProject): void {
  project.provide('python', virtualEnvironment());
}

function virtualEnvironment(): string {
  if (spawnSync('python3', ['-c', 'import venv, ensurepip']).status !== 0) {
    const reason = 'python3 with venv is not on the PATH (Debian: apt-get install python3-venv)';
    if (process.env['CI'] === 'true') throw new Error(`In CI every toolchain must be there: ${reason}.`);
    console.log(`Tests with Python programs are skipped: ${reason}.`);
    return '';
  }
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = path.resolve('.cache', `python-${key}`);
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const done = path.join(folder, 'complete');
  if (!existsSync(done)) {
    console.log('Installing the OpenTelemetry Python SDK into .cache (once) …');
    rmSync(folder, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], { stdio: 'inherit' });
    writeFileSync(done, '');
  }
  return python;
}
