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
function changed({ text: before, tree, ...file }: ParsedFile, text: string): Tree {
  const shorter = Math.min(before.length, text.length);
  const start = sameLength(shorter, (from, to) => before.slice(from, to) === text.slice(from, to));
  const same = sameLength(
    shorter - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) ===
      text.slice(text.length - to, text.length - from),
  );
  const end = before.length - same;
  return editedTree({ ...file, text: before, tree }, [
    { start, end, text: text.slice(start, text.length - same) },
  ]);
}

/** How far, up to `most`, two texts are the same: told of a stretch at once, in ever shorter ones towards the end. */
function sameLength(most: number, isSame: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let step = 65_536; step > 0; step >>= 1) while (at + step <= most && isSame(at, at + step)) at += step;
  return at;
}
