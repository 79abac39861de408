import path from 'node:path';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { SdkIdioms, Setup } from '../languages/idioms/sdk.ts';
import type { ParsedFile } from '../languages/parsed.ts';
import type { Assist } from './assist.ts';
import { nameIn, projectEdits } from './projectEdits.ts';
import { startedAt, type Started } from './started.ts';

/**
 * Sets OpenTelemetry up in a file of its own that comes before the program, with the dependencies that it needs; all
 * that differs between environments is left to OTEL_* variables.
 */
export const sdkSetup: Assist = {
  id: 'sdk.setup',
  kind: 'refactor.rewrite',
  offer: (context) => {
    const { file, pack } = context;
    const { sdk } = pack.idioms;
    if (!sdk) return { refusal: `Setting OpenTelemetry up is not known for ${pack.id} yet.` };
    const started = startedAt(context, sdk);
    if ('refusal' in started) return started;
    if (started.bootstrap === file.path) return { refusal: 'This file sets OpenTelemetry up already.' };
    const setup = setupOf(file, sdk, started);
    if ('refusal' in setup) return setup;
    const edits = projectEdits(started.project, sdk, setup);
    if ('refusal' in edits) return edits;
    return {
      title: `Set up OpenTelemetry in \`${path.basename(setup.bootstrap)}\``,
      target: { start: 0, end: file.text.length },
      edit: () => edits,
    };
  },
};

const answers = new WeakMap<Started, Setup | Refusal>();

/** A set-up where the project has none. Made once, however many actions ask about a place. */
export function setupOf(file: ParsedFile, sdk: SdkIdioms, started: Started): Setup | Refusal {
  const answer = answers.get(started) ?? made(file, sdk, started);
  answers.set(started, answer);
  return answer;
}

function made(file: ParsedFile, sdk: SdkIdioms, { project, bootstrap }: Started): Setup | Refusal {
  if (bootstrap !== undefined)
    return { refusal: `OpenTelemetry is set up already, in ${nameIn(project, bootstrap)}.` };
  const starter = sdk.startedBy(project);
  if (starter !== undefined) return { refusal: `OpenTelemetry is set up already, by ${starter}.` };
  return sdk.setup(file, project);
}
