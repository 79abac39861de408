import path from 'node:path';
import { describe } from 'vitest';
import { testProgram } from './program.ts';

/** Runs a program of Python with the SDK, for the children of a program. */
const RECORDER = path.join(import.meta.dirname, 'python/record.py');

describe('a program whose context is carried does what it did', () => {
  testProgram('context/threads.py');
  testProgram('context/processes.py');
  testProgram('context/subprocess', { commands: ['main.py'], env: { RECORDER } });
  testProgram('context/queue.py');
  testProgram('context/kept.mjs');
  testProgram('context/queue.ts');
  testProgram('context/processes-js', { commands: ['main.mjs'] });
});
