import path from 'node:path';
import type { ParsedFile } from '../parsed.ts';
import { nearestManifest } from './manifest.ts';

const all = '@opentelemetry/auto-instrumentations-node';

/** Why a span of our own would be a second one: an official instrumentation is in use. '' where none is. */
export function officialRefusal(file: ParsedFile, packages: readonly string[]): string {
  // Those that are wanted at run time.
  const dependencies = new Set(Object.keys(nearestManifest(path.dirname(file.path))['dependencies'] ?? {}));
  const used = [...packages, all].find(
    (name) => dependencies.has(name) || new RegExp(`['"]${name}(?:/[^'"]*)?['"]`).test(file.text),
  );
  return used ? `${used} makes this span already: a second one would double it.` : '';
}
