import type { Assist } from './assist.ts';

/** Writes the ids of the current trace and span into the program's own log, so that each leads to the other. */
export const logCorrelation: Assist = {
  id: 'log.correlation',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { logging } = pack.idioms;
    if (!logging) return { refusal: `Logging is not known for ${pack.id} yet.` };
    const setup = logging.setupAt(file, selection);
    if (!setup) {
      return {
        refusal:
          'No log is set up here: place the cursor on the call that sets its format or makes the logger.',
      };
    }
    if ('refusal' in setup) return setup;
    const { correlate } = setup;
    if (typeof correlate !== 'function') return correlate;
    return {
      title: `Log the trace and span ids (${setup.library})`,
      target: setup.range,
      edit: () => [{ file: file.path, edits: correlate() }],
    };
  },
};
