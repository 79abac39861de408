import type { AssistContext } from '../assists/assist.ts';
import { applyEdits } from '../assists/applyEdits.ts';
import type { TriedOffer } from '../assists/offers.ts';
import type { TextEdit } from '../languages/edit.ts';
import { editedTree } from '../languages/editedTree.ts';
import type { SpanSite } from '../languages/sites.ts';
import { expectationOf } from './expectation.ts';
import type { AssistEdit, NameInEdit } from './workerProtocol.ts';

/** A name is looked for this far behind the call that takes it. */
const NEAR = 200;

/** What an offer does, with the span that is to be seen after it: both are read from the text as it will be. */
export async function assistEdit(offer: TriedOffer, context: AssistContext): Promise<AssistEdit> {
  const { file, pack, parse } = context;
  const files = offer.edits;
  const edits = files.find((one) => one.file === file.path)?.edits ?? [];
  if (edits.length === 0) return { files };
  const text = applyEdits(file.text, edits);
  const edited = editedTree(file, edits);
  const tree = await parse(file.path, text, edited);
  const expected =
    tree && expectationOf(file.path, pack.sites(file), pack.sites({ path: file.path, text, tree }));
  edited.delete();
  tree?.delete();
  if (!expected) return { files };
  const name = nameIn(text, expected.site, edits);
  return { files, expectation: expected.expectation, ...(name && { name }) };
}

/** Where the name stands between its quotes, if one of the edits has written it. */
function nameIn(
  text: string,
  { name, pattern, line, column }: SpanSite,
  edits: readonly TextEdit[],
): NameInEdit | undefined {
  if (name === null || pattern) return undefined;
  let call = 0;
  for (let n = 1; n < line; n++) call = text.indexOf('\n', call) + 1;
  call += column - 1;
  const found = ["'", '"', '`']
    .map((quote) => text.indexOf(quote + name + quote, call))
    .filter((at) => at >= 0 && at < call + NEAR);
  if (found.length === 0) return undefined;
  const at = Math.min(...found) + 1;
  let shift = 0;
  for (const [i, edit] of edits.entries()) {
    const start = at - (edit.start + shift);
    if (start >= 0 && start + name.length <= edit.text.length)
      return { edit: i, start, end: start + name.length };
    shift += edit.text.length - (edit.end - edit.start);
  }
  return undefined;
}
