import { packFor } from '../../../../src/languages/all.ts';
import { grammarFolder } from '../../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../../src/languages/parser.ts';
import type { SourceSites } from '../../../../src/languages/sites.ts';

const grammars = await Grammars.open(grammarFolder());

/** What the language pack reads from a text; the file's name tells the language. */
export async function sitesOf(name: string, text: string): Promise<SourceSites> {
  const { pack, grammar } = packFor(name)!;
  const tree = await grammars.parse(grammar, text);
  try {
    return pack.sites({ path: `/${name}`, text, tree });
  } finally {
    tree.delete();
  }
}

/** Functions as `qualified.name headLine-endLine`. */
export async function functionsIn(name: string, text: string): Promise<string[]> {
  const { functions } = await sitesOf(name, text);
  return functions.map((one) => `${one.qualifiedName || '(anonymous)'} ${one.headLine}-${one.endLine}`);
}

/** Spans as `name in function`; patterns between slashes, unknown names as ?. */
export async function spansIn(name: string, text: string): Promise<string[]> {
  const { spans, functions } = await sitesOf(name, text);
  return spans.map(({ name: called, pattern, function: index }) => {
    const shown = called === null ? '?' : pattern ? `/${called}/` : called;
    const inside = functions[index];
    return inside ? `${shown} in ${inside.qualifiedName || '(anonymous)'}` : shown;
  });
}

/** Routes as `METHOD /template → handler`. */
export async function routesIn(name: string, text: string): Promise<string[]> {
  const { routes, functions } = await sitesOf(name, text);
  return routes.map(({ method, route, handler, handlerName }) => {
    const one = functions[handler];
    return `${method || 'ANY'} ${route} → ${one ? one.qualifiedName || `line ${one.line}` : handlerName}`;
  });
}
