import { isSensitive } from '../semconv/sensitive.ts';
import { rangeOf } from '../languages/syntax.ts';
import type { Assist } from './assist.ts';

/** Copies baggage to a span's attributes: only what a constant of the file lists. */
export const baggageToAttributes: Assist = {
  id: 'baggage.toAttributes',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { baggage } = pack.idioms;
    if (!baggage) return { refusal: `Baggage is not known for ${pack.id} yet.` };
    const start = baggage.startAt(file, selection);
    if (!start) return { refusal: 'No span is started here: place the cursor where one is.' };
    const { list, keys } = baggage.known(file);
    const safe = keys.filter((key) => !isSensitive(key));
    if (list === undefined && safe.length === 0) {
      return {
        refusal:
          keys.length > 0
            ? `\`${keys[0]!}\` looks like a secret or personal data and stays out of attributes, and this file knows no other baggage.`
            : 'This file sets and reads no baggage, so that there is nothing to list: set an entry or read one here first.',
      };
    }
    const edits = baggage.toAttributes(file, start, safe);
    if (typeof edits !== 'function') return edits;
    const what = list === undefined ? safe.map((key) => `\`${key}\``).join(', ') : `\`${list}\``;
    return {
      title: `Copy ${what} from the baggage to this span`,
      target: rangeOf(start),
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
