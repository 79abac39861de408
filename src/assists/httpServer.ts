import type { Assist } from './assist.ts';

/** Puts the handler of a request in a SERVER span, below the span of whoever sent it. */
export const httpServer: Assist = {
  id: 'http.server',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const idioms = pack.idioms.http;
    if (!idioms) return { refusal: `HTTP servers are not known for ${pack.id} yet.` };
    const site = idioms.handlerAt(file, selection);
    if (!site) {
      return {
        refusal: `There is no handler here of a framework that Spanline knows (${idioms.frameworks.join(', ')}): place the cursor in the function that answers the request.`,
      };
    }
    const { edits } = site;
    if (typeof edits !== 'function') return edits;
    return {
      title: `Answer the request of ${site.library} in a server span`,
      target: site.range,
      // The framework's own instrumentation makes the spans of all handlers.
      yieldsTo: 'sdk.autoInstrument',
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
