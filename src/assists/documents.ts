import type { Grammars } from '../languages/parser.ts';
import { openDocument, type Document } from './document.ts';
import { unfit } from './unfit.ts';

/** Files that people go to and fro between. */
const KEPT = 4;

interface Kept {
  readonly document: Document;
  /** Its place among the kept counts as one. */
  users: number;
}

/** The texts that assists were asked about last, kept as trees: a cursor that moves costs no parsing, a letter little. */
export class Documents {
  private readonly grammars: Promise<Grammars>;
  private readonly kept = new Map<string, Kept>();

  constructor(grammars: Promise<Grammars>) {
    this.grammars = grammars;
  }

  /** Asks about a text. `undefined`, and nothing is parsed, where no assist works on it. `path` is absolute. */
  async use<Result>(
    path: string,
    text: string,
    ask: (document: Document) => Promise<Result>,
  ): Promise<Result | undefined> {
    const one = await this.open(path, text);
    if (!one) return undefined;
    try {
      return await ask(one.document);
    } finally {
      release(one);
    }
  }

  /** The caller releases it. */
  private async open(path: string, text: string): Promise<Kept | undefined> {
    const grammars = await this.grammars;
    const before = this.kept.get(path);
    if (before) before.users++;
    if (before?.document.file.text === text) {
      this.keep(path, before);
      return before;
    }
    try {
      const document = unfit(text) ? undefined : await openDocument(grammars, path, text, before?.document);
      if (!document) return undefined;
      const one = { document, users: 1 };
      this.keep(path, one);
      return one;
    } finally {
      if (before) release(before);
    }
  }

  /** As the newest; what was there under that path goes, and the oldest of too many. */
  private keep(path: string, one: Kept): void {
    one.users++;
    const before = this.kept.get(path);
    this.kept.delete(path);
    this.kept.set(path, one);
    if (before) release(before);
    for (const [oldest, left] of this.kept) {
      if (this.kept.size <= KEPT) return;
      this.kept.delete(oldest);
      release(left);
    }
  }
}

function release(one: Kept): void {
  one.users--;
  if (one.users === 0) one.document.delete();
}
