/** return, break, continue, labels and throw mean in a span what they meant before. */
import { trace } from '@opentelemetry/api';

function probe<T>(name: string, value: T): T {
  trace.getTracer('program').startSpan(name).end();
  return value;
}

function first(rows: (string | null)[], limit: number): string {
  let seen = 0;
  for (const [number, row] of rows.entries()) {
    // do: span.selection 5
    if (row === null) continue;
    seen += probe(`row ${row}`, 1);
    if (row === 'end') break;
    if (row === 'bad') throw new RangeError(row);
    if (number >= limit) return `limit ${row}`;
    console.log('row', row, seen);
  }
  return `seen ${seen}`;
}

function search(grid: string[][]): string {
  rows: for (const row of grid) {
    for (const cell of row) {
      // do: span.selection 3
      const kind = probe(`cell ${cell}`, cell.toUpperCase());
      if (kind === 'SKIP') continue rows;
      if (kind === 'STOP') break rows;
      console.log(kind);
    }
    console.log('row done');
  }
  return 'searched';
}

function guarded(text: string): string {
  try {
    // do: span.selection 6
    try {
      if (text === '') return probe('empty', 'nothing');
      return JSON.parse(text) as string;
    } finally {
      console.log('closed');
    }
  } catch (error) {
    return `no text: ${error instanceof SyntaxError}`;
  } finally {
    console.log('left');
  }
}

function each(items: string[], visit: (item: string) => void): void {
  items.forEach((item) => {
    // do: span.selection 2
    if (item === '-') return;
    visit(probe(`visit ${item}`, item));
    console.log('after', item);
  });
}

function quiet(items: string[]): void {
  let left = items.length;
  while (left > 0) {
    // do: span.selection 3
    left -= 1;
    if (items[left] === '-') continue;
    probe(`quiet ${items[left]}`, left);
  }
}

console.log(first(['a', null, 'b'], 5), first(['a', 'b'], 1), first(['end', 'x'], 1));
try {
  first(['bad'], 1);
} catch (error) {
  console.log('thrown', error instanceof RangeError, String(error));
}
console.log(search([['a', 'skip', 'b'], ['c'], ['stop', 'd'], ['e']]));
console.log(guarded(''), guarded('"text"'), guarded('{'));
each(['x', '-', 'y'], (item) => console.log('visited', item));
quiet(['p', '-', 'q']);
