import type { Refusal } from '../languages/idioms/attempt.ts';
import type { Project, SdkIdioms } from '../languages/idioms/sdk.ts';
import type { AssistContext } from './assist.ts';
import { projectAround } from './project.ts';

/** A project at the file that starts it, or that sets OpenTelemetry up for it. */
export interface Started {
  readonly project: Project;
  /** The file that sets OpenTelemetry up, absolute: the one at hand, else another one of the project. */
  readonly bootstrap: string | undefined;
}

const answers = new WeakMap<AssistContext, Started | Refusal>();

/** The project, where the program starts at the file. Looked for once, however many actions ask about a place. */
export function startedAt(context: AssistContext, sdk: SdkIdioms): Started | Refusal {
  const known = answers.get(context) ?? lookFor(context, sdk);
  answers.set(context, known);
  return known;
}

function lookFor({ file, pack }: AssistContext, sdk: SdkIdioms): Started | Refusal {
  if (sdk.setsUp(file.text)) return { project: projectAround(file.path, pack, sdk), bootstrap: file.path };
  const elsewhere = {
    refusal: 'The program does not start in this file: place the cursor in the one that is run.',
  };
  if (!sdk.runs(file)) return elsewhere;
  const project = projectAround(file.path, pack, sdk);
  if (!sdk.startsAt(file, project)) return elsewhere;
  const bootstrap = project.sources().find((one) => {
    return one !== file.path && setsUp(sdk, one, project.read(one) ?? '');
  });
  return { project, bootstrap };
}

const MAX_REMEMBERED = 2_000;
const remembered = new Map<string, { readonly text: string; readonly answer: boolean }>();

/** Asked of every source of a project with every move of the cursor: a text is looked through once. */
function setsUp(sdk: SdkIdioms, file: string, text: string): boolean {
  const known = remembered.get(file);
  if (known?.text === text) return known.answer;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const answer = sdk.setsUp(text);
  remembered.set(file, { text, answer });
  return answer;
}
