import type { Assist } from './assist.ts';
import { baggageKey } from './baggageKey.ts';

/** Takes a variable from the baggage, where a service above has set it. */
export const baggageGet: Assist = {
  id: 'baggage.get',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { baggage } = pack.idioms;
    if (!baggage) return { refusal: `Baggage is not known for ${pack.id} yet.` };
    const variable = baggage.variableAt(file, selection);
    if (!variable) {
      return {
        refusal:
          'Place the cursor on an assignment that gives a variable its default, such as an empty text.',
      };
    }
    if ('refusal' in variable) return variable;
    const key = baggageKey(variable.name, variable.origin);
    if (typeof key !== 'string') return key;
    const edits = baggage.get(file, variable, key);
    if (typeof edits !== 'function') return edits;
    return {
      title: `Take \`${variable.name}\` from the baggage entry \`${key}\``,
      target: variable.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
