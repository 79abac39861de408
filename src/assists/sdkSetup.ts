import path from 'node:path';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { Project, SdkIdioms, Setup } from '../languages/idioms/sdk.ts';
import type { Assist, AssistContext } from './assist.ts';
import { projectAround } from './project.ts';
import { bootstrapOf, nameIn, projectEdits } from './projectEdits.ts';

/**
 * Sets OpenTelemetry up in a file of its own that comes before the program, with the dependencies that it needs; all
 * that differs between environments is left to OTEL_* variables.
 */
export const sdkSetup: Assist = {
  id: 'sdk.setup',
  kind: 'refactor.rewrite',
  offer: ({ file, pack }) => {
    const { sdk } = pack.idioms;
    if (!sdk) return { refusal: `Setting OpenTelemetry up is not known for ${pack.id} yet.` };
    if (sdk.setsUp(file.text)) return { refusal: 'This file sets OpenTelemetry up already.' };
    const entry = entryAt({ file, pack }, sdk);
    if ('refusal' in entry) return entry;
    const setup = setupOf({ file }, sdk, entry.project);
    if ('refusal' in setup) return setup;
    const edits = projectEdits(entry.project, sdk, setup);
    if ('refusal' in edits) return edits;
    return {
      title: `Set up OpenTelemetry in \`${path.basename(setup.bootstrap)}\``,
      target: { start: 0, end: file.text.length },
      edit: () => edits,
    };
  },
};

/** The project, where the program starts at the file. */
export function entryAt(
  { file, pack }: Pick<AssistContext, 'file' | 'pack'>,
  sdk: SdkIdioms,
): { readonly project: Project } | Refusal {
  const elsewhere = {
    refusal: 'The program does not start in this file: place the cursor in the one that is run.',
  };
  if (!sdk.runs(file)) return elsewhere;
  const project = projectAround(file.path, pack, sdk);
  return sdk.startsAt(file, project) ? { project } : elsewhere;
}

/** A set-up where the project has none. */
export function setupOf(
  { file }: Pick<AssistContext, 'file'>,
  sdk: SdkIdioms,
  project: Project,
): Setup | Refusal {
  const there = bootstrapOf(file, project, sdk);
  if (there !== undefined)
    return { refusal: `OpenTelemetry is set up already, in ${nameIn(project, there)}.` };
  const started = sdk.startedBy(project);
  if (started !== undefined) return { refusal: `OpenTelemetry is set up already, by ${started}.` };
  return sdk.setup(file, project);
}
