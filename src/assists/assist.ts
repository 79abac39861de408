import type { Tree } from 'web-tree-sitter';
import type { TextEdit, TextRange } from '../languages/edit.ts';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { LanguagePack } from '../languages/pack.ts';
import type { ParsedFile } from '../languages/parsed.ts';

/** The edits of one file. */
export interface FileEdit {
  /** Absolute path. */
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet; the edits make its text from ''. */
  readonly create?: true;
}

/** What an assist is asked about: the cursor or selection in a parsed file. */
export interface AssistContext {
  readonly file: ParsedFile;
  readonly pack: LanguagePack;
  readonly selection: TextRange;
  /** The tree of the file's text as it would be after an edit; the caller deletes it. */
  readonly parse: (text: string, edited: Tree) => Promise<Tree>;
}

/** An assist that applies here: cheap to offer; the edit is made only when somebody wants it. */
export interface Offer {
  /** What it does, in the words of a menu. */
  readonly title: string;
  /** What it is about: offers are sorted by its length, the narrowest first. */
  readonly target: TextRange;
  readonly edit: () => FileEdit[];
}

/** A code action. One file each, listed in `all.ts`. */
export interface Assist {
  /** As the command line names it: `span.function`. */
  readonly id: string;
  readonly kind: 'quickfix' | 'refactor.rewrite';
  /** The offer, or why there is none: one sentence that `spanline apply` prints. */
  readonly offer: (context: AssistContext) => Offer | Refusal;
}
