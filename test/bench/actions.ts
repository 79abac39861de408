import { Documents } from '../../src/assists/documents.ts';
import { offersAt } from '../../src/assists/offers.ts';
import { grammarFolder } from '../../src/languages/grammarFolder.ts';
import { Grammars } from '../../src/languages/parser.ts';
import { row, type Row } from './row.ts';
import { PLACE, source } from './sources.ts';

const LINES = 5_000;
const ROUNDS = 40;
const LANGUAGES = [
  ['Python', 'python', '/shop/orders.py'],
  ['TypeScript', 'typescript', '/shop/orders.ts'],
] as const;

/** How long all actions take to say what they offer at a place in a large file: milliseconds of CPU time of the thread. */
export async function measureActions(): Promise<Row[]> {
  const grammars = Grammars.open(grammarFolder());
  const rows: Row[] = [];
  for (const [name, language, file] of LANGUAGES) {
    const text = source(language, LINES);
    const documents = new Documents(grammars);
    const middle = text.indexOf(PLACE, text.length / 2);
    const ask = (current: string, start: number) =>
      milliseconds(async () => {
        await documents.use(file, current, (document) =>
          offersAt(document.at({ start, end: start }), (id, error) => {
            throw new Error(`${id} failed in the benchmark.`, { cause: error });
          }),
        );
      });
    const first = await ask(text, middle);
    const moved: number[] = [];
    const typed: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      // On another letter, then with a letter more in the line before.
      moved.push(await ask(text, middle + (i % 4)));
      const line = text.lastIndexOf('\n', middle) + 1;
      typed.push(
        await ask(
          `${text.slice(0, line)}${' '.repeat(4)}x${i} = 1\n${text.slice(line)}`,
          middle + 8 + String(i).length,
        ),
      );
      await ask(text, middle);
    }
    const where = `actions at a place in ${LINES.toLocaleString('en')} lines of ${name}`;
    rows.push(
      row(`${where}: CPU time after the cursor moved`, mean(moved), 'ms', { atMost: 30 }),
      row('  after a line was typed', mean(typed), 'ms', { atMost: 30 }),
      row('  the first in a file', first, 'ms'),
    );
  }
  return rows;
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const began = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1_000;
}

/** Not the median: some systems count a thread's time in steps of milliseconds. */
function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}
