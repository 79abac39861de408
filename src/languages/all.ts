import path from 'node:path';
import type { Grammar, LanguagePack } from './pack.ts';
import { python } from './python/pack.ts';
import { typescript } from './typescript/pack.ts';

/** Every language that Spanline knows. */
export const packs: readonly LanguagePack[] = [python, typescript];

/** The language of a file, by its extension. */
export function packFor(
  file: string,
): { readonly pack: LanguagePack; readonly grammar: Grammar } | undefined {
  const extension = path.extname(file).toLowerCase();
  for (const pack of packs) {
    const grammar = pack.grammars.get(extension);
    if (grammar) return { pack, grammar };
  }
  return undefined;
}
