import { mkdirSync } from 'node:fs';
import { troubleIn } from './trouble.ts';

/**
 * Makes a data folder, for its user alone, where there is none.
 * @throws StoreError when it cannot be made.
 */
export function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw troubleIn(data, error);
  }
}
