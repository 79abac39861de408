import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { splitMark } from '../languages/byteOrderMark.ts';
import type { Project, SdkIdioms } from '../languages/idioms/sdk.ts';
import type { LanguagePack } from '../languages/pack.ts';

/** Enough to find where an SDK is set up; a project beyond it is searched in part. */
const MAX_SOURCES = 400;
const MAX_BYTES = 300_000;
const MAX_REMEMBERED = 2_000;
/** Installed, built or made to test: none of it is the program's own code. */
const notOwn =
  /^(?:\..*|node_modules|bower_components|site-packages|venv|env|virtualenv|__pycache__|dist|build|out|target|vendor|coverage|tests?|__tests__|__mocks__|e2e|fixtures|migrations)$/;
const testFile = /(?:[._-](?:test|spec)\.\w+|^test_.*|^conftest\.py|\.d\.[cm]?ts|\.pyi)$/;

/** The project around a file of a language. Cheap: what was read is kept until the file changes. */
export function projectAround(file: string, pack: LanguagePack, { manifests }: SdkIdioms): Project {
  const folder = folderOf(file, manifests);
  return {
    folder,
    manifests: manifests.filter((name) => existsSync(path.join(folder, name))),
    read: (name) => textOf(path.resolve(folder, name)),
    sources: () => sourcesBelow(folder, pack, manifests),
  };
}

/** The nearest folder with a manifest, but not above the repository. */
function folderOf(file: string, manifests: readonly string[]): string {
  const own = path.dirname(file);
  for (let at = own; ; at = path.dirname(at)) {
    if (manifests.some((name) => existsSync(path.join(at, name)))) return at;
    if (at === path.dirname(at) || existsSync(path.join(at, '.git'))) return own;
  }
}

/** Breadth first, without folders that are projects of their own. */
function sourcesBelow(top: string, pack: LanguagePack, manifests: readonly string[]): string[] {
  const found: string[] = [];
  const folders = [top];
  for (const folder of folders) {
    const entries = entriesOf(folder);
    if (folder !== top && entries.some(({ name }) => manifests.includes(name))) continue;
    for (const entry of entries) {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory() && !notOwn.test(entry.name)) folders.push(place);
      else if (entry.isFile() && pack.grammars.has(path.extname(entry.name)) && !testFile.test(entry.name)) {
        found.push(place);
      }
      if (found.length === MAX_SOURCES) return found;
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

const remembered = new Map<string, { readonly stamp: string; readonly text: string }>();

function textOf(file: string): string | undefined {
  try {
    const { mtimeMs, size } = statSync(file);
    if (size > MAX_BYTES) return undefined;
    const stamp = `${mtimeMs} ${size}`;
    const known = remembered.get(file);
    if (known?.stamp === stamp) return known.text;
    const { text } = splitMark(readFileSync(file, 'utf8'));
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(file, { stamp, text });
    return text;
  } catch {
    return undefined;
  }
}
