import type { Tree } from 'web-tree-sitter';
import type { FileEdit, TextEdit, TextRange } from '../languages/edit.ts';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { LanguagePack } from '../languages/pack.ts';
import type { ParsedFile } from '../languages/parsed.ts';
import type { Preferences } from '../languages/preferences.ts';

export type { FileEdit };

/** What an assist is asked about: the cursor or selection in a parsed file. */
export interface AssistContext {
  readonly file: ParsedFile;
  readonly pack: LanguagePack;
  readonly selection: TextRange;
  readonly preferences: Preferences;
  /**
   * The tree of a text as it would stand in `file`, which the caller deletes; `undefined` where no language reads such
   * files. `edited` is the tree of the text before, told where it has changed.
   */
  readonly parse: (file: string, text: string, edited?: Tree) => Promise<Tree | undefined>;
}

/** An assist that applies here: cheap to offer; the edit is made only when somebody wants it. */
export interface Offer {
  /** What it does, in the words of a menu. */
  readonly title: string;
  /** What it is about: offers are sorted by its length, the narrowest first. */
  readonly target: TextRange;
  /** The assist that does more of the same in a better way: where it applies too, it comes just before. */
  readonly yieldsTo?: string;
  readonly edit: () => FileEdit[];
}

/** A code action. One file each, listed in `all.ts`. */
export interface Assist {
  /** As the command line names it: `span.function`. */
  readonly id: string;
  readonly kind: 'quickfix' | 'refactor.rewrite';
  /** The offer, or why there is none: one sentence that `spanline apply` prints. */
  readonly offer: (context: AssistContext) => Offer | Refusal | Promise<Offer | Refusal>;
  /**
   * The edits for all places of a file at once, where that makes sense; none where there is nothing to do. Places that
   * need a person's decision stay as they are.
   */
  readonly fixAll?: (file: ParsedFile, pack: LanguagePack) => TextEdit[];
}
