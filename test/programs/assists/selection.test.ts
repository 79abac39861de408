import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program with spans around its statements does what it did', () => {
  testProgram('selection/statements.py', { status: 3 });
  testProgram('selection/leaving.py');
  testProgram('selection/asynchronous.py');
  testProgram('selection/statements.ts');
  testProgram('selection/leaving.ts');
  testProgram('selection/asynchronous.mjs');
  testProgram('selection/hoisting.cjs');
});
