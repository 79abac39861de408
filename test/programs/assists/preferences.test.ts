import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program with code as a user prefers it does what it did', () => {
  testProgram('preferences/decorator.py', { preferences: { pythonSpanStyle: 'decorator' } });
});
