import path from 'node:path';
import { combined, type FileEdit } from '../languages/edit.ts';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { Project, ProjectChange, SdkIdioms } from '../languages/idioms/sdk.ts';
import type { ParsedFile } from '../languages/parsed.ts';
import { applyEdits } from './applyEdits.ts';
import type { AssistContext } from './assist.ts';

/** What an action does to a file that may not be the one at hand; '' is the text of none. */
export async function withParsed<Result>(
  { file, parse }: AssistContext,
  target: string,
  text: string,
  use: (parsed: ParsedFile) => Result,
): Promise<Result> {
  if (target === file.path) return use(file);
  const tree = await parse(target, text);
  if (!tree) throw new Error(`No language reads ${target}.`);
  try {
    return use({ path: target, text, tree });
  } finally {
    tree.delete();
  }
}

/** All edits of a change and of the dependencies that it needs, one a file. */
export function projectEdits(
  project: Project,
  sdk: SdkIdioms,
  { edits, packages }: ProjectChange,
): FileEdit[] | Refusal {
  const dependencies = sdk.depend(project, packages);
  if ('refusal' in dependencies) return dependencies;
  const byFile = Map.groupBy([...edits, ...dependencies], ({ file }) => file);
  return [...byFile].map(([file, changes]) => ({
    file,
    edits: combined(changes.flatMap((change) => change.edits)),
    ...(changes.some(({ create }) => create) && { create: true }),
  }));
}

/** The project as it will be after edits. */
export function projectAfter(project: Project, edits: readonly FileEdit[]): Project {
  const changed = new Map(
    edits.map(({ file, edits: changes, create }) => [
      file,
      applyEdits(create ? '' : (project.read(file) ?? ''), changes),
    ]),
  );
  return {
    ...project,
    read: (name) => changed.get(path.resolve(project.folder, name)) ?? project.read(name),
  };
}

/** A file's name as a sentence says it: from the project's folder. */
export function nameIn(project: Project, file: string): string {
  return path.relative(project.folder, file).split(path.sep).join('/');
}
