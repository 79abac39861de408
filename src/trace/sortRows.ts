/**
 * The rows by what a column of unsigned numbers holds of them; of equal ones the order stays. A radix sort from the
 * lowest byte to the highest, without those in which all rows agree: most of a time stamp's. O(n).
 */
export function sortRows(rows: Int32Array, column: BigUint64Array): Int32Array {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const next = new Uint32Array(256);
  let from = rows;
  let to: Int32Array = new Int32Array(rows.length);
  for (let byte = 0; byte < 8; byte++) {
    next.fill(0);
    for (const row of from) next[bytes[8 * row + byte]!]!++;
    if (next.includes(rows.length)) continue;
    let sum = 0;
    for (let digit = 0; digit < next.length; digit++) {
      const count = next[digit]!;
      next[digit] = sum;
      sum += count;
    }
    for (const row of from) to[next[bytes[8 * row + byte]!]!++] = row;
    [from, to] = [to, from];
  }
  return from;
}
