import type { SeenValue } from '../languages/idioms/attributes.ts';
import { sensitivity } from '../semconv/sensitive.ts';
import { variableAttribute } from '../semconv/variableAttribute.ts';
import type { Assist } from './assist.ts';

/**
 * Records the function's parameters, or the selected variables, as attributes of the span there. What looks like personal
 * data or a secret by its name is left out, and so is what no attribute can hold.
 */
export const spanAttributes: Assist = {
  id: 'span.attributes',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { attributes: idioms } = pack.idioms;
    if (!idioms) return { refusal: `Attributes of values are not known for ${pack.id} yet.` };
    const target = idioms.values(file, selection);
    if ('refusal' in target) return target;
    const { values, owner } = target;
    const leftOut = values.filter(({ name }) => sensitivity(name) !== undefined);
    const attributes = values
      .filter(holds)
      .filter((value) => !leftOut.includes(value) && !value.isRecorded)
      .map((value) => ({ ...value, attribute: variableAttribute(value.name, owner) }));
    const reasons = leftOut.map(({ name }) => `\`${name}\` looks like ${sensitivity(name)!}`);
    if (attributes.length === 0) {
      if (values.some(({ isRecorded }) => isRecorded)) {
        return { refusal: 'The values here are attributes of a span already.' };
      }
      const others = values.filter((value) => !leftOut.includes(value)).map(({ name }) => `\`${name}\``);
      if (others.length > 0)
        reasons.push(`the type of ${listed(others)} is none that an attribute is known to hold`);
      return {
        refusal: `There is nothing to record here: ${listed(reasons) || 'the function has no parameters'}.`,
      };
    }
    const edits = idioms.set(file, target, attributes);
    if (typeof edits !== 'function') return edits;
    const names = listed(attributes.map(({ name }) => `\`${name}\``));
    const without = reasons.length > 0 ? `, not ${listed(leftOut.map(({ name }) => `\`${name}\``))}` : '';
    return {
      title: `Record ${names} as ${attributes.length === 1 ? 'an attribute' : 'attributes'} of the span${without}`,
      target: target.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};

function holds(value: SeenValue): value is SeenValue & { readonly expression: string } {
  return value.expression !== undefined;
}

function listed(items: readonly string[]): string {
  return new Intl.ListFormat('en', { style: 'long' }).format(items).replace(/, and /, ' and ');
}
