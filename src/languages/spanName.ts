/** A piece of a string as the source writes it: fixed text, or null where a variable stands. */
export type NamePart = string | null;

/**
 * The name that a span gets from `parts`: literal, or the source of a regular expression where variables stand in it;
 * null where nothing is known of it.
 */
export function spanName(parts: readonly NamePart[] | undefined): { name: string | null; pattern: boolean } {
  if (!parts?.some((part) => part !== null && /[\p{L}\p{N}]/u.test(part)))
    return { name: null, pattern: false };
  if (!parts.includes(null)) return { name: parts.join(''), pattern: false };
  const pattern = parts.map((part) => (part === null ? '.+' : escape(part))).join('');
  return { name: pattern.replace(/(?:\.\+){2,}/g, '.+'), pattern: true };
}

/** The text of `parts` where no variable stands in them. */
export function literal(parts: readonly NamePart[] | undefined): string | undefined {
  return parts && !parts.includes(null) ? parts.join('') : undefined;
}

/** A regular expression's source for just that text. */
export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
