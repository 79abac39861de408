import type { Tree } from 'web-tree-sitter';
import { packFor } from '../languages/all.ts';
import type { TextRange } from '../languages/edit.ts';
import { editedTree } from '../languages/editedTree.ts';
import type { ParsedFile } from '../languages/parsed.ts';
import { defaultPreferences, type Preferences } from '../languages/preferences.ts';
import type { Grammars } from '../languages/parser.ts';
import type { AssistContext } from './assist.ts';

/** A text that assists can be asked about; `delete` frees its tree. */
export interface Document {
  readonly file: ParsedFile;
  readonly at: (selection: TextRange, preferences?: Preferences) => AssistContext;
  readonly delete: () => void;
}

/**
 * Parses a text; `undefined` where no language pack reads such files. `path` is absolute; `before` is an earlier text
 * of the same file, of which only what has changed is read again.
 */
export async function openDocument(
  grammars: Grammars,
  path: string,
  text: string,
  before?: Document,
): Promise<Document | undefined> {
  const language = packFor(path);
  if (!language) return undefined;
  const { pack, grammar } = language;
  const parse: AssistContext['parse'] = async (file, after, edited) => {
    const other = packFor(file);
    return other && grammars.parse(other.grammar, after, edited);
  };
  const edited = before && changed(before.file, text);
  let tree: Tree;
  try {
    tree = await grammars.parse(grammar, text, edited);
  } finally {
    edited?.delete();
  }
  const file = { path, text, tree };
  return {
    file,
    at: (selection, preferences = defaultPreferences) => ({ file, pack, selection, preferences, parse }),
    delete: () => {
      tree.delete();
    },
  };
}

/** The tree of a file, told of the one piece in which `text` differs. */
function changed(file: ParsedFile, text: string): Tree {
  const shorter = Math.min(file.text.length, text.length);
  let start = 0;
  while (start < shorter && file.text[start] === text[start]) start++;
  let same = 0;
  while (same < shorter - start && file.text.at(-1 - same) === text.at(-1 - same)) same++;
  const end = file.text.length - same;
  return editedTree(file, [{ start, end, text: text.slice(start, text.length - same) }]);
}
