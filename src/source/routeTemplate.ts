/**
 * One form for the templates of every framework: `/users/<int:id>`, `/users/:id(\\d+)` and `/users/{id}` all become
 * `/users/{}`, and what takes the rest of a path (`<path:p>`, `{p:path}`, `*splat`) becomes `{*}`. Without slash at the
 * end.
 */
export function canonicalRoute(template: string): string {
  const segments = template.split('/').filter(Boolean).map(canonicalSegment);
  return `/${segments.join('/')}`;
}

function canonicalSegment(segment: string): string {
  if (/^(?:<path:[^>]+>|\{[^}]+:path\}|\{\*?\*?\w+\.\.\.\}|\*\w*|\(\.\*\)|\{\*\w+\})$/.test(segment))
    return '{*}';
  return segment.replace(/<[^>]+>|\{[^}]*\}/g, '{}').replace(/:\w+(?:\([^)]*\))?[?+*]?/g, '{}');
}

/** Whether a concrete path is one that the canonical template serves. */
export function servesPath(canonical: string, path: string): boolean {
  const source = canonical
    .split(/(\{\*?\})/)
    .map((part) =>
      part === '{}' ? '[^/]+' : part === '{*}' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${source.join('')}/?$`).test(path);
}

/** The template, then what is left of it when its first segments are taken away one by one: mounted routers. */
export function suffixes(canonical: string): string[] {
  const segments = canonical.split('/').filter(Boolean);
  return Array.from({ length: segments.length + 1 }, (_, cut) => `/${segments.slice(cut).join('/')}`);
}
