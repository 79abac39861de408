import type { FunctionSite, SourceSites } from '../languages/sites.ts';

/** Index of the innermost function that holds a place, or -1 at module level. */
export function functionAt(sites: SourceSites, line: number, column = 1): number {
  let best = -1;
  for (const [i, one] of sites.functions.entries()) {
    if (line < one.headLine || line > one.endLine) continue;
    // Several functions in one line: those that begin right of the place do not hold it.
    if (one.headLine === line && one.line === line && one.column > column && best >= 0) continue;
    best = i;
  }
  return best;
}

/**
 * The functions that a recorded name may mean, of those with its last part: recorded as `Cart.total`,
 * `shop.cart.Cart.total`, `Cart.<locals>.total`, `new Cart` or `async Object.total`. Those whose enclosing classes and
 * functions are in the recorded name come alone, where there are any.
 */
export function functionsCalled<One extends { readonly site: FunctionSite }>(
  recorded: string,
  candidates: (bareName: string) => readonly One[],
): readonly One[] {
  const segments = nameSegments(recorded);
  const bare = segments.at(-1);
  if (bare === undefined) return [];
  const named = candidates(bare);
  const qualified = named.filter(({ site }) => endsWith(segments, site.qualifiedName.split('.')));
  const inner = qualified.filter(({ site }) => site.qualifiedName !== site.name);
  return inner.length > 0 ? inner : qualified.length > 0 ? qualified : named;
}

/** `pkg.mod.Class.<locals>.run` in its parts; none for what has no name (`<module>`, `<anonymous>`). */
export function nameSegments(recorded: string): string[] {
  const segments = recorded
    .replace(/^(?:(?:async|new|get|set|static) )+/, '')
    .replace(/ \[as \w+\]$/, '')
    .split(/\.|::|\\|\//)
    .filter((segment) => segment !== '<locals>');
  return /^[\p{L}_$#][\p{L}\p{N}_$]*$/u.test(segments.at(-1) ?? '') ? segments : [];
}

function endsWith(segments: readonly string[], tail: readonly string[]): boolean {
  return (
    tail.length <= segments.length &&
    tail.every((part, i) => part === segments[segments.length - tail.length + i])
  );
}
