import { Interner } from './interner.ts';
import { asBuffer } from './wire.ts';

/** A string table filled from bytes: a text that comes a million times is decoded once. Index 0 is ''. */
export class Texts {
  readonly strings: string[] = [];
  readonly #interner = new Interner();
  readonly #added = new Map<string, number>();

  constructor() {
    this.add(new Uint8Array(0), 0, 0);
  }

  add(bytes: Uint8Array, start: number, end: number): number {
    const index = this.#interner.intern(bytes, start, end);
    if (index === this.strings.length) this.strings.push(asBuffer(bytes).toString('utf8', start, end));
    return index;
  }

  addText(text: string): number {
    const known = this.#added.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(text);
    const index = this.add(bytes, 0, bytes.length);
    this.#added.set(text, index);
    return index;
  }
}
