import type { LinkOrigin, LinkSite } from '../languages/idioms/spanLinks.ts';
import type { Assist } from './assist.ts';

const titles: Readonly<Record<Exclude<LinkOrigin, 'one'>, (source: string) => string>> = {
  loop: (source) => `Link the span to every \`${source}\` of the loop, instead of the last as its parent`,
  list: (source) => `Link the span to each of \`${source}\``,
  links: (source) => `Give the span the links in \`${source}\``,
  stored: (source) => `Link the span to the stored \`${source}\`, instead of that as its parent`,
  batch: (source) => `Link the span to \`${source}\`, and keep it in the span around the loop`,
};

/**
 * A link where a parent would be wrong: a span has one parent, and a batch, a fan-in or a job that runs later belongs to
 * several traces or to one that is over. It is offered where the code shows that this is so.
 */
export const linkAdd: Assist = {
  id: 'link.add',
  kind: 'quickfix',
  offer: ({ file, pack, selection }) => {
    const topic = pack.idioms.spanLinks;
    if (!topic) return { refusal: `How ${pack.id} links spans is not known yet.` };
    const site = topic.startAt(file, selection);
    if (!site) return { refusal: 'No span is started here: place the cursor where one is.' };
    if ('refusal' in site) return site;
    const refusal = refuse(site);
    if (refusal) return { refusal };
    const { range, source, link } = site;
    if (typeof link !== 'function') return link;
    return {
      title: titles[site.origin as Exclude<LinkOrigin, 'one'>](source),
      target: range,
      edit: () => [{ file: file.path, edits: link() }],
    };
  },
};

function refuse({ hasLinks, origin, source }: LinkSite): string {
  if (hasLinks) return 'This span has links already.';
  if (!origin) return 'No context that this span could link to is extracted above it.';
  return origin === 'one'
    ? `\`${source}\` is the one context that this span continues, and nothing shows that it is wrong as its parent.`
    : '';
}
