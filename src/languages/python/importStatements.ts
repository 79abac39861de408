import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { wordsIn } from '../wordsIn.ts';

/** Every `import …` and `from … import …` of a file, those in its functions too. */
export const importStatements = perTree((file: ParsedFile): readonly Node[] =>
  [...wordsIn(file, /\bimport\b/g)].flatMap(({ parent }) =>
    parent && /^import_(?:from_)?statement$/.test(parent.type) ? [parent] : [],
  ),
);
