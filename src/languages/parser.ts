import { join } from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import type { Grammar } from './pack.ts';

/** Tree-sitter with the grammars of one folder; a grammar is loaded on its first use and kept. */
export class Grammars {
  private readonly folder: string;
  private readonly loaded = new Map<Grammar, Promise<Parser>>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** `folder` holds `web-tree-sitter.wasm` and `tree-sitter-<grammar>.wasm`: see `grammarFolder`. */
  static async open(folder: string): Promise<Grammars> {
    await Parser.init({ locateFile: () => join(folder, 'web-tree-sitter.wasm') });
    return new Grammars(folder);
  }

  /**
   * The tree of `text`; the caller deletes it. Offsets in it are UTF-16 units. With the tree of the text before, which
   * has been told of the edits, only what changed is read.
   */
  async parse(grammar: Grammar, text: string, before?: Tree): Promise<Tree> {
    let parser = this.loaded.get(grammar);
    if (!parser) {
      parser = this.load(grammar);
      this.loaded.set(grammar, parser);
    }
    const tree = (await parser).parse(text, before ?? null);
    if (!tree) throw new Error(`The ${grammar} grammar gave no tree.`);
    return tree;
  }

  private async load(grammar: Grammar): Promise<Parser> {
    const parser = new Parser();
    parser.setLanguage(await Language.load(join(this.folder, `tree-sitter-${grammar}.wasm`)));
    return parser;
  }
}
