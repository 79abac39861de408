import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedFile } from '../parsed.ts';

/** Why a span of our own would be a second one: the official instrumentation of the library is in use. '' where not. */
export function officialRefusal(file: ParsedFile, official: string | undefined): string {
  if (official === undefined) return '';
  const module = official.replace('opentelemetry-instrumentation-', '').replaceAll('-', '_');
  const names = [official, `opentelemetry.instrumentation.${module.replace('kafka_python', 'kafka')}`];
  const isUsed = [file.text, ...manifestsOf(path.dirname(file.path))].some((text) =>
    names.some((name) => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b(?!-)`).test(text)),
  );
  return isUsed ? `${official} makes these spans already: a second one would double them.` : '';
}

/** The texts of the project's lists of packages: those of the nearest folder that has any. */
function manifestsOf(folder: string): string[] {
  for (let at = folder; ; at = path.dirname(at)) {
    let names: string[] = [];
    try {
      names = readdirSync(at);
    } catch {
      // A file that is not on the disk yet.
    }
    const lists = names.filter((name) =>
      /^(?:requirements.*\.(?:txt|in)|pyproject\.toml|Pipfile)$/.test(name),
    );
    if (lists.length > 0) return lists.map((name) => readFileSync(path.join(at, name), 'utf8'));
    if (names.includes('.git') || at === path.dirname(at)) return [];
  }
}
