import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { madeOnce } from './madeOnce.ts';
import { hasToolchain } from './toolchain.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The interpreter of a virtual environment with `requirements.txt`, or '' where this machine has no Python. */
    python: string;
  }
}

const run = promisify(execFile);
const requirements = path.join(import.meta.dirname, 'requirements.txt');

/**
 * Makes the virtual environment that tests with real Python programs share, once per version of the requirements.
 * Without a Python those tests are skipped with the reason printed; in CI that is an error.
 */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('python', await virtualEnvironment());
}

async function virtualEnvironment(): Promise<string> {
  const reason = 'python3 with venv is not on the PATH (Debian: apt-get install python3-venv)';
  if (!hasToolchain(['python3', '-c', 'import venv, ensurepip'], reason)) return '';
  const pythonIn = (folder: string): string =>
    path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const folder = await madeOnce('python', [requirements], async (place) => {
    console.log('Installing the OpenTelemetry Python SDK into .cache (once) …');
    await run('python3', ['-m', 'venv', place]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await run(pythonIn(place), install);
  });
  return pythonIn(folder);
}
