import type { Assist } from './assist.ts';

/**
 * Puts the selected statements, or one selected expression, in a span. What they declare stays visible, and what leaves
 * them leaves them as before.
 */
export const spanSelection: Assist = {
  id: 'span.selection',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { selection: idioms } = pack.idioms;
    if (!idioms) return { refusal: `Spans around a selection are not known for ${pack.id} yet.` };
    if (selection.start === selection.end) {
      return { refusal: 'Nothing is selected: select whole statements, or one expression.' };
    }
    const target = idioms.selected(file, selection);
    if ('refusal' in target) return target;
    const edits = idioms.inSpan(file, target);
    if (typeof edits !== 'function') return edits;
    const count = target.nodes.length;
    const what = target.isExpression ? 'expression' : count === 1 ? 'statement' : `${count} statements`;
    return {
      title: `Wrap the selected ${what} in a span`,
      target: target.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
