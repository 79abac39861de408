import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { besideResource } from './resourceName.ts';
import { wordsOf } from './words.ts';

/**
 * The name of the attribute that a program's name is best recorded as: that of the conventions which has the same
 * words, else its own words as the conventions spell them, `order.id` for `orderId`. `path` are the names of an access:
 * `order`, `customer_id`.
 */
export function attributeName(path: readonly string[]): string {
  const words = path.map(wordsOf).filter((part) => part.length > 0);
  const known = namesByWords().get(words.flat().join(' '));
  if (known !== undefined) return besideResource(known);
  const [first = [], ...rest] = words;
  const isId = rest.length === 0 && first.length > 1 && first.at(-1) === 'id';
  const parts = isId ? [first.slice(0, -1), ['id']] : words;
  return besideResource(parts.map((part) => part.join('_')).join('.')) || 'value';
}

let byWords: Map<string, string> | undefined;

/** Names of more than one word: a single one says too little of what it means here. */
function namesByWords(): ReadonlyMap<string, string> {
  byWords ??= new Map(
    Object.entries<unknown>(conventions)
      .filter((entry): entry is [string, string] => /^ATTR_/.test(entry[0]) && typeof entry[1] === 'string')
      .map(([, name]) => [wordsOf(name), name] as const)
      .filter(([words]) => words.length > 1)
      .map(([words, name]) => [words.join(' '), name]),
  );
  return byWords;
}
