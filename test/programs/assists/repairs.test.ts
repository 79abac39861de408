import { describe } from 'vitest';
import { testProgram } from './program.ts';

describe('a program whose spans are repaired does what it did', () => {
  testProgram('repairs/errors.py');
  testProgram('repairs/errors.ts');
  testProgram('repairs/ends.py', { status: 3 });
  testProgram('repairs/ends.ts', { status: 4 });
  testProgram('repairs/names.py');
  testProgram('repairs/names.cjs');
  testProgram('repairs/renames.py');
  testProgram('repairs/renames.mjs');
  testProgram('repairs/links.py');
  testProgram('repairs/links.ts');
});
