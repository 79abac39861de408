import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program with spans around its functions does what it did', () => {
  testProgram('typescript/shop.ts', { status: 3 });
  testProgram('typescript/unhandled.cjs', { status: 1 });
  testProgram('python/shop.py', { status: 3 });
  testProgram('distributed', { commands: [{ file: 'server.mjs', background: true }, 'client.py'] });
});
