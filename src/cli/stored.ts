import { troubleIn } from '../store/trouble.ts';

/**
 * Opens what a data folder holds for `use`, and closes it after.
 * @throws StoreError with one sentence when it cannot be read.
 */
export async function withStored<Stored extends { close(): void }>(
  data: string,
  open: (data: string) => Stored,
  use: (stored: Stored) => void | Promise<void>,
): Promise<void> {
  try {
    const stored = open(data);
    try {
      await use(stored);
    } finally {
      stored.close();
    }
  } catch (error) {
    throw troubleIn(data, error);
  }
}
