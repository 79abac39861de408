import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedFile } from '../../parsed.ts';

const all = '@opentelemetry/auto-instrumentations-node';

/** Why a span of our own would be a second one: an official instrumentation is in use. '' where none is. */
export function officialRefusal(file: ParsedFile, packages: readonly string[]): string {
  const dependencies = dependenciesOf(path.dirname(file.path));
  const used = [...packages, all].find(
    (name) => dependencies.has(name) || new RegExp(`['"]${name}(?:/[^'"]*)?['"]`).test(file.text),
  );
  return used ? `${used} makes this span already: a second one would double it.` : '';
}

/** The packages that the nearest `package.json` wants at run time. */
function dependenciesOf(folder: string): ReadonlySet<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
      const found =
        typeof manifest === 'object' && manifest !== null && 'dependencies' in manifest
          ? manifest.dependencies
          : {};
      return new Set(Object.keys(found ?? {}));
    } catch {
      if (at === path.dirname(at)) return new Set();
    }
  }
}
