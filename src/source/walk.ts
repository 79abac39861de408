import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** What installers and builds leave behind; folders whose name begins with a dot are left out as well. */
const ignored = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  '__pycache__',
  'venv',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
]);

const source =
  /\.(?:pyw?|[cm]?[jt]sx?|go|java|kt|scala|groovy|rs|php|rb|cs|fs|exs?|erl|swift|vue|svelte|c|cc|cpp|h|hpp)$/i;
const generated = /\.min\.[cm]?js$|\.d\.[cm]?ts$/i;

/** True for a file that people write code in, by its name alone. */
export function isSourceFile(file: string): boolean {
  return source.test(file) && !generated.test(file);
}

/** True where a part of the path below the folder is one that `sourceFiles` does not enter. */
export function isIgnored(folder: string, file: string): boolean {
  return path.dirname(path.relative(folder, file)).split(path.sep).some(isIgnoredFolder);
}

/**
 * The source files below a folder. Symbolic links are not followed: what they lead to inside the folder is found where
 * it is, and what is outside is none of ours.
 */
export async function* sourceFiles(folder: string): AsyncGenerator<string> {
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    if (next !== folder && entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
    for (const entry of entries) {
      if (entry.isDirectory() && !isIgnoredFolder(entry.name)) pending.push(path.join(next, entry.name));
      else if (entry.isFile() && isSourceFile(entry.name)) yield path.join(next, entry.name);
    }
  }
}

function isIgnoredFolder(name: string): boolean {
  return ignored.has(name) || (name.startsWith('.') && name !== '.' && name !== '..');
}
