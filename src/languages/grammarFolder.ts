import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder with the parser and the grammars: `grammars` beside the bundle that runs, `dist/grammars` when the
 * sources run. A bundle may be split in chunks, hence the search upwards.
 */
export function grammarFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    for (const candidate of [path.join(folder, 'grammars'), path.join(folder, 'dist', 'grammars')]) {
      if (existsSync(path.join(candidate, 'web-tree-sitter.wasm'))) return candidate;
    }
    if (folder === path.dirname(folder)) {
      throw new Error('The grammars are missing: run "npm run build".');
    }
  }
}
