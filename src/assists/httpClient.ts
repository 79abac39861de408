import type { ClientSite } from '../languages/idioms/http.ts';
import type { Assist } from './assist.ts';

/**
 * Puts a request in a CLIENT span by the conventions, with the span's context in the request's headers. Where the span
 * is there and the context is not, or is an outer one, only that is mended.
 */
export const httpClient: Assist = {
  id: 'http.client',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const idioms = pack.idioms.http;
    if (!idioms) return { refusal: `HTTP clients are not known for ${pack.id} yet.` };
    const site = idioms.clientAt(file, selection);
    if (!site) {
      return {
        refusal: `There is no request here of a client that Spanline knows (${idioms.clients.join(', ')}): place the cursor in the call.`,
      };
    }
    const { edits } = site;
    if (typeof edits !== 'function') return edits;
    return {
      title: titles[site.change](site),
      target: site.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};

const titles: Readonly<Record<ClientSite['change'], (site: ClientSite) => string>> = {
  span: ({ method, library }) => `Put the ${method && `${method} `}request of ${library} in a client span`,
  inject: () => 'Send the context of the client span with the request',
  move: () => 'Inject the context inside the client span',
};
