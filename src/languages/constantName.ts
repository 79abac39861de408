import type { NameHole } from './idioms/spanName.ts';

type Part = string | NameHole;

/** Words that lead to what comes next, and mean nothing without it. */
const leading =
  /(^|[\s\-_./:])(?:for|of|to|from|into|in|on|at|by|with|as|no\.?|nr\.?|number|#|id)\s*(?=\uE000)/gi;
const separator = '[\\s\\-_.,:;#=|>/?&]';

/**
 * A name without its variable parts: `order {id}` becomes `order`, and `GET /users/{id}` a route with a placeholder,
 * as the conventions write one. Parts in `kept` stay.
 */
export function constantName(parts: readonly Part[], kept: ReadonlySet<NameHole>): readonly Part[] {
  const holes: NameHole[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (kept.has(part)) text += `\uE001${holes.push(part) - 1}\uE001`;
    else if (/(?:^|[\s\uE001])\/(?:[^\s]*\/)?$/.test(text)) text += `{${part.path.at(-1) ?? 'value'}}`;
    else text += '\uE000';
  }
  const tidy = text
    .replace(/[([{<"'`]\s*\uE000\s*[)\]}>"'`]/g, '\uE000')
    .replace(/[\p{L}\d_.-]+\s*=\s*\uE000/gu, '\uE000')
    .replace(leading, '$1')
    .replace(new RegExp(`${separator}*\uE000(?:${separator}|\uE000)*`, 'g'), between)
    .trim();
  return tidy
    .split(/\uE001(\d+)\uE001/)
    .map((piece, i) => (i % 2 === 0 ? piece : holes[Number(piece)]!))
    .filter((piece) => piece !== '');
}

/** What is left of the separators around a part that is gone: the first, between other text. */
function between(gone: string, at: number, whole: string): string {
  const isAtEdge = at === 0 || at + gone.length === whole.length;
  return isAtEdge ? '' : gone.replaceAll('\uE000', '').charAt(0);
}
