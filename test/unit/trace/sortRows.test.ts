import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortRows } from '../../../src/trace/sortRows.ts';

it('sorts by all 64 bits, unsigned, and keeps the order of equal ones', () => {
  const time = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_000_000_000_300n }),
    fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(time, fc.boolean())), (given) => {
      // Of some rows it is not asked, and the column is a part of a larger one.
      const column = BigUint64Array.from([7n, ...given.map(([start]) => start)]).subarray(1);
      const rows = [...given.keys()].filter((row) => given[row]![1]);
      const expected = rows.toSorted((a, b) =>
        column[a]! < column[b]! ? -1 : column[a]! > column[b]! ? 1 : a - b,
      );
      expect([...sortRows(Int32Array.from(rows), column)]).toEqual(expected);
    }),
  );
});
