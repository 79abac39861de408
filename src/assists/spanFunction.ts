import type { Assist } from './assist.ts';

/**
 * Puts the whole function in a span: imports and tracer are added once, errors are recorded, and what the function
 * does, returns and throws stays as it was.
 */
export const spanFunction: Assist = {
  id: 'span.function',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection, preferences }) => {
    const target = pack.functionAt(file, selection);
    if (!target) return { refusal: 'There is no function here: place the cursor in one.' };
    const edits = pack.idioms.span.aroundFunction(file, target, preferences);
    if (typeof edits !== 'function') return edits;
    return {
      title: `Wrap \`${target.name}\` in a span`,
      target: target.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
