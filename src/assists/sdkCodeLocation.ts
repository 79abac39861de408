import type { Assist } from './assist.ts';
import { nameIn, projectEdits, withParsed } from './projectEdits.ts';
import { startedAt } from './started.ts';

/** Adds a span processor, for development only, that records which line of the program started a span. */
export const sdkCodeLocation: Assist = {
  id: 'sdk.codeLocation',
  kind: 'refactor.rewrite',
  offer: async (context) => {
    const { file, pack } = context;
    const { sdk } = pack.idioms;
    if (!sdk) return { refusal: `Recording where spans start is not known for ${pack.id} yet.` };
    const started = startedAt(context, sdk);
    if ('refusal' in started) return started;
    const { project, bootstrap: there } = started;
    if (there === undefined) {
      return { refusal: 'Nothing in this project sets OpenTelemetry up: apply sdk.setup first.' };
    }
    const change = await withParsed(context, there, project.read(there) ?? '', (bootstrap) =>
      sdk.codeLocation(bootstrap, project),
    );
    if ('refusal' in change) return change;
    const edits = projectEdits(project, sdk, change);
    if ('refusal' in edits) return edits;
    const place = there === file.path ? '' : `, in \`${nameIn(project, there)}\``;
    return {
      title: `Record the line that starts a span, in development${place}`,
      target: { start: 0, end: file.text.length },
      edit: () => edits,
    };
  },
};
