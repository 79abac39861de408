import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program with baggage does what it did', () => {
  testProgram('baggage/orders.py');
  testProgram('baggage/orders.ts');
});
