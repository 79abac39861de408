import type { Assist } from './assist.ts';
import { baggageKey } from './baggageKey.ts';

/** Puts a variable into the baggage for the rest of its block, so that every service below can read it. */
export const baggageSet: Assist = {
  id: 'baggage.set',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { baggage } = pack.idioms;
    if (!baggage) return { refusal: `Baggage is not known for ${pack.id} yet.` };
    const variable = baggage.variableAt(file, selection);
    if (!variable) {
      return {
        refusal: 'Place the cursor on a parameter, or on the assignment that gives a variable its value.',
      };
    }
    if ('refusal' in variable) return variable;
    const key = baggageKey(variable.name, variable.origin);
    if (typeof key !== 'string') return key;
    const edits = baggage.set(file, variable, key);
    if (typeof edits !== 'function') return edits;
    return {
      title: `Put \`${variable.name}\` into the baggage as \`${key}\``,
      target: variable.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
