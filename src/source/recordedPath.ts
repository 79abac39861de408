import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filePath } from './filePath.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Files of the workspace that a recorded path may mean, and how well they fit. */
export interface PathMatch {
  readonly files: readonly string[];
  /**
   * `exact`: the path itself is in the workspace. `suffix`: all of the recorded path, or all below the workspace's
   * folder, or at least two parts agree, as for the path inside a container. `name`: the file's name alone.
   */
  readonly fit: 'exact' | 'suffix' | 'name';
}

/**
 * Finds a path as a program recorded it: absolute, relative to an unknown folder, inside a container, a file URL or a
 * bundler's URL, with either separator. Whole parts are compared: `a/b.ts` is not the end of `xa/b.ts`.
 */
export function matchPath(recorded: string, index: WorkspaceIndex): PathMatch | undefined {
  const plain = plainPath(recorded);
  const own = filePath(plain);
  if (path.isAbsolute(plain) && index.has(own)) return { files: [own], fit: 'exact' };
  const segments = segmentsOf(plain);
  const baseName = segments.at(-1);
  if (baseName === undefined || segments.includes('..')) return undefined;

  let longest = 0;
  let files: string[] = [];
  let whole = false;
  for (const file of index.filesNamed(baseName)) {
    const shared = commonEnd(segments, segmentsOf(file));
    if (shared < longest) continue;
    if (shared > longest) [files, whole] = [[], false];
    longest = shared;
    files.push(file);
    const folder = index.folders.find((one) => file.startsWith(one + path.sep)) ?? '';
    const below = segmentsOf(path.relative(folder, file)).length;
    whole ||= shared === below || (shared === segments.length && shared > 1);
  }
  if (files.length === 0) return builtFile(segments, index);
  return { files, fit: whole || longest > 1 ? 'suffix' : 'name' };
}

/** What a build wrote is not in the index, but may be below a folder by the end of its path. */
function builtFile(segments: readonly string[], index: WorkspaceIndex): PathMatch | undefined {
  for (const cut of segments.keys()) {
    const files = index.folders
      .map((folder) => path.join(folder, ...segments.slice(cut)))
      .filter((file) => index.has(file));
    if (files.length > 0) return { files, fit: 'suffix' };
  }
  return undefined;
}

/** Without scheme, query and `./`; `node:` and other URLs that are no file's stay as they are and match nothing. */
export function plainPath(recorded: string): string {
  if (recorded.startsWith('file:')) {
    try {
      return fileURLToPath(recorded);
    } catch {
      return decoded(recorded.replace(/^file:\/*/, '/'));
    }
  }
  return recorded
    .replace(/^webpack(?:-internal)?:\/\/[^/]*\//, '')
    .replace(/\?[^/\\]*$/, '')
    .replace(/^(?:\.[/\\])+/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function segmentsOf(file: string): string[] {
  return file.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[a.length - 1 - shared] === b[b.length - 1 - shared])
    shared += 1;
  return shared;
}
