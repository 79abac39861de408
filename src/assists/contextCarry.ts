import type { Assist } from './assist.ts';

/** Carries the trace context into a thread, a process or a callback that is kept for later. */
export const contextCarry: Assist = {
  id: 'context.carry',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { context } = pack.idioms;
    if (!context) return { refusal: `What loses the context is not known for ${pack.id} yet.` };
    const crossing = context.crossingAt(file, selection);
    if (!crossing) {
      return {
        refusal:
          'Nothing here leaves the trace context behind: place the cursor on what starts a thread or a process, or keeps a callback for later.',
      };
    }
    if ('refusal' in crossing) return crossing;
    const { carry } = crossing;
    if (typeof carry !== 'function') return carry;
    return {
      title: crossing.title,
      target: crossing.range,
      edit: () => [{ file: file.path, edits: carry() }],
    };
  },
};
