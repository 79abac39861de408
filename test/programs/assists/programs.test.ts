import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program with spans around its functions does what it did', () => {
  testProgram('typescript/shop.ts');
  testProgram('typescript/unhandled.cjs');
  testProgram('python/shop.py');
  testProgram('distributed', { commands: [{ file: 'server.mjs', background: true }, 'client.py'] });
});
