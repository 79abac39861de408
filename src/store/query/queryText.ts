import type { SyntaxNode } from '@lezer/common';
import { StoreError } from '../storeError.ts';

/** The text of a query: what its parts say and where a fault in it is. */
export class QueryText {
  /** What is parsed. */
  readonly text: string;
  /** Braces were put around what the user wrote. */
  readonly #braced: boolean;

  constructor(written: string, braced: boolean) {
    this.text = braced ? `{${written}}` : written;
    this.#braced = braced;
  }

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** What the user wrote after `from`. */
  after(from: number): string {
    return this.text.slice(from, this.text.length - Number(this.#braced)).trim();
  }

  /** The error to throw for a fault at `from`: it says where that is in what the user wrote, counting from 1. */
  fault(from: number, sentence: string): StoreError {
    const shift = Number(this.#braced);
    const before = this.text.slice(shift, Math.min(from, this.text.length - shift));
    return new StoreError(`The query fails at ${Array.from(before).length + 1}: ${sentence}.`);
  }

  /**
   * The text as the grammar can read it, each letter at its place: it knows no escapes in strings, and takes a sign
   * (a minus before a number, a `!` before an operand) for one before everything that follows.
   */
  get masked(): string {
    return this.text.replace(STRING_OR_SIGN, (found) =>
      found.length === 1 ? ' ' : found[0]! + 'x'.repeat(found.length - 2) + found[0]!,
    );
  }

  /** Whether a minus stands before the number at `from`. */
  isNegative(from: number): boolean {
    return /-\s*$/.test(this.text.slice(0, from));
  }

  /** How many `!` stand before the operand at `from`. */
  negations(from: number): number {
    return /[!\s]*$/.exec(this.text.slice(0, from))![0].replace(/\s/g, '').length;
  }
}

const STRING_OR_SIGN = /"(?:[^"\\]|\\.)*"|`[^`]*`|(?<=[=<>~({&|]\s*)-(?=\s*\d)|!(?=[\s!]*[(.a-z])/gs;
