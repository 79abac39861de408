import { WireError } from './wire.ts';

/** What a JSON document holds; an integer too large for a double comes as a bigint. */
export type JsonInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (JsonInput | null)[]
  | { readonly [name: string]: JsonInput | null | undefined };

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver?: Reviver) => JsonInput | null;

/** Parses a JSON document, keeping every digit of its integers. Throws a WireError where it is none. */
export function parseJson(text: string): JsonInput {
  try {
    // A reviver is called for every value; most documents write large numbers as text and need none.
    const value = /[[:,]\s*-?[0-9]{16}/.test(text) ? parse(text, exactIntegers) : parse(text);
    return value ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) throw new WireError(`not JSON: ${error.message}`, 'the document');
    if (error instanceof RangeError) throw new WireError('nested too deep', 'the document');
    throw error;
  }
}

const exactIntegers: Reviver = (_key, value, { source }) =>
  typeof value === 'number' &&
  !Number.isSafeInteger(value) &&
  source !== undefined &&
  /^-?[0-9]{1,400}$/.test(source)
    ? BigInt(source)
    : value;
