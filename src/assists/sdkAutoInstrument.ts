import path from 'node:path';
import { applyEdits } from './applyEdits.ts';
import type { Assist } from './assist.ts';
import { nameIn, projectAfter, projectEdits, withParsed } from './projectEdits.ts';
import { setupOf } from './sdkSetup.ts';
import { startedAt } from './started.ts';

/**
 * Adds the official instrumentations of what the project imports to the file that sets OpenTelemetry up; where there is
 * none, such a file is made first.
 */
export const sdkAutoInstrument: Assist = {
  id: 'sdk.autoInstrument',
  kind: 'refactor.rewrite',
  offer: async (context) => {
    const { file, pack } = context;
    const { sdk } = pack.idioms;
    if (!sdk) return { refusal: `Official instrumentations are not known for ${pack.id} yet.` };
    const started = startedAt(context, sdk);
    if ('refusal' in started) return started;
    const { project, bootstrap: there } = started;
    const setup = there === undefined ? setupOf(file, sdk, started) : undefined;
    if (setup && 'refusal' in setup) return setup;
    const after = projectAfter(project, setup?.edits ?? []);
    const target = there ?? setup!.bootstrap;
    const change = await withParsed(context, target, after.read(target) ?? '', (bootstrap) =>
      sdk.instrument(bootstrap, after),
    );
    if ('refusal' in change) return change;
    // Of a new file there is one edit that makes it, with the instrumentations in it.
    const added = change.edits.find((edit) => edit.file === target)?.edits ?? [];
    const made = setup && applyEdits(after.read(target) ?? '', added);
    const edits = projectEdits(project, sdk, {
      edits:
        setup && made !== undefined
          ? setup.edits.map((edit) =>
              edit.create ? { ...edit, edits: [{ start: 0, end: 0, text: made }] } : edit,
            )
          : change.edits,
      packages: [...new Set([...(setup?.packages ?? []), ...change.packages])],
    });
    if ('refusal' in edits) return edits;
    const place =
      there === file.path ? '' : ` in \`${setup ? path.basename(target) : nameIn(project, target)}\``;
    return {
      title: `Instrument ${listed(change.libraries)}${place}`,
      target: { start: 0, end: file.text.length },
      edit: () => edits,
    };
  },
};

/** As a title can show it: of many the first. */
function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
