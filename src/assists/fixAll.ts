import type { TextEdit } from '../languages/edit.ts';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type { Assist, AssistContext } from './assist.ts';
import { breaks } from './breaks.ts';
import { unfit } from './unfit.ts';

/**
 * The edits by which an assist mends all places of a file that need no decision; none where there are none. What would
 * make the file parse worse is refused, as with one place.
 */
export async function fixAll(
  assist: Assist,
  context: Omit<AssistContext, 'selection'>,
): Promise<readonly TextEdit[] | Refusal> {
  const { file, pack } = context;
  const reason = unfit(file.text);
  if (reason) return { refusal: reason };
  if (!assist.fixAll) return { refusal: `${assist.id} is about one place: name it.` };
  const edits = assist.fixAll(file, pack);
  if (edits.length > 0 && (await breaks(context, { file: file.path, edits }))) {
    return { refusal: 'The result would not parse, so the file stays as it is.' };
  }
  return edits;
}
