import type { Assist } from './assist.ts';
import { projectAround } from './project.ts';
import { bootstrapOf, nameIn, projectEdits, withParsed } from './projectEdits.ts';
import { entryAt } from './sdkSetup.ts';

/** Adds a span processor, for development only, that records which line of the program started a span. */
export const sdkCodeLocation: Assist = {
  id: 'sdk.codeLocation',
  kind: 'refactor.rewrite',
  offer: async (context) => {
    const { file, pack } = context;
    const { sdk } = pack.idioms;
    if (!sdk) return { refusal: `Recording where spans start is not known for ${pack.id} yet.` };
    const isBootstrap = sdk.setsUp(file.text);
    const entry = isBootstrap ? { project: projectAround(file.path, pack, sdk) } : entryAt(context, sdk);
    if ('refusal' in entry) return entry;
    const { project } = entry;
    const there = bootstrapOf(file, project, sdk);
    if (there === undefined) {
      return { refusal: 'Nothing in this project sets OpenTelemetry up: apply sdk.setup first.' };
    }
    const change = await withParsed(context, there, project.read(there) ?? '', (bootstrap) =>
      sdk.codeLocation(bootstrap, project),
    );
    if ('refusal' in change) return change;
    const edits = projectEdits(project, sdk, change);
    if ('refusal' in edits) return edits;
    const place = isBootstrap ? '' : `, in \`${nameIn(project, there)}\``;
    return {
      title: `Record the line that starts a span, in development${place}`,
      target: { start: 0, end: file.text.length },
      edit: () => edits,
    };
  },
};
