import type { TextRange } from '../languages/edit.ts';
import { packFor } from '../languages/all.ts';
import type { Grammars } from '../languages/parser.ts';
import type { AssistContext } from './assist.ts';

/** A text that assists can be asked about; `delete` frees its tree. */
export interface Document {
  readonly at: (selection: TextRange) => AssistContext;
  readonly delete: () => void;
}

/** Parses a text; `undefined` where no language pack reads such files. `path` is absolute. */
export async function openDocument(
  grammars: Grammars,
  path: string,
  text: string,
): Promise<Document | undefined> {
  const language = packFor(path);
  if (!language) return undefined;
  const { pack, grammar } = language;
  const tree = await grammars.parse(grammar, text);
  const parse: AssistContext['parse'] = (after, edited) => grammars.parse(grammar, after, edited);
  return {
    at: (selection) => ({ file: { path, text, tree }, pack, selection, parse }),
    delete: () => {
      tree.delete();
    },
  };
}
