import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

const folder = path.resolve(import.meta.dirname, '../../fixtures/otlp');

/** What real exporters have sent, by the name of the file: `go-traces.bin` is protobuf, `js-traces.json` is JSON. */
export const RECORDED: ReadonlyMap<string, Buffer> = new Map(
  readdirSync(folder)
    .filter((name) => /\.(bin|json)$/.test(name))
    .map((name) => [name, readFileSync(path.join(folder, name))]),
);

/** A body with some bytes changed, a part repeated or left out, and cut off somewhere; or as it is. */
export function mutated(bodies: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .record({
      body: fc.constantFrom(...bodies),
      changes: fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 6 }),
      part: fc.option(fc.tuple(place, place, fc.nat(2)), { freq: 3 }),
      length: fc.option(place, { freq: 3 }),
    })
    .map(({ body, changes, part, length }) => {
      let bytes = Buffer.from(body);
      const at = (where: number): number => Math.floor(where * (bytes.length - 1));
      for (const [where, byte] of changes) bytes[at(where)] = byte;
      if (part) {
        const [from, to] = [at(part[0]), at(part[1])].sort((a, b) => a - b) as [number, number];
        const copies = Array.from({ length: part[2] }, () => bytes.subarray(from, to));
        bytes = Buffer.concat([bytes.subarray(0, from), ...copies, bytes.subarray(to)]);
      }
      return length === null ? bytes : bytes.subarray(0, at(length));
    });
}
