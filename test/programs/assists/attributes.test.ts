import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program that records its values does what it did', () => {
  testProgram('attributes/orders.py');
  testProgram('attributes/untyped.py');
  testProgram('attributes/orders.ts');
  testProgram('attributes/untyped.cjs');
});
