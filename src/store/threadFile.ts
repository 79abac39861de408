import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The program of a thread: the source that stands in that folder, or its bundle, when the folder is that of a bundle or
 * of a chunk of one.
 */
export function threadFile(folder: string, source: `${string}Thread.ts`): string {
  const bundle = source.replace('Thread.ts', '.mjs');
  const places = [source, bundle, path.join('..', bundle)].map((name) => path.join(folder, name));
  return places.find((place) => existsSync(place))!;
}
