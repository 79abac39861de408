import type { CaughtError, Said } from '../languages/idioms/spanError.ts';
import type { Assist } from './assist.ts';

/**
 * In a clause that catches an error inside a span: the span is told of the error and that it failed, and the error goes
 * on as it did. What the clause says already, or the span by itself of an error that leaves it, is not said twice.
 */
export const spanError: Assist = {
  id: 'span.error',
  kind: 'quickfix',
  offer: ({ file, pack, selection }) => {
    const topic = pack.idioms.spanError;
    if (!topic) return { refusal: `How ${pack.id} records an error on a span is not known yet.` };
    const caught = topic.caughtAt(file, selection);
    if (!caught) return { refusal: 'No error is caught here: place the cursor in an `except` or `catch`.' };
    if ('refusal' in caught) return caught;
    const missing = missingIn(caught);
    if (!missing.exception && !missing.status) return { refusal: doneBy(caught) };
    if (caught.goesOn === 'always' && caught.next?.line !== undefined) {
      return { refusal: `The error goes on to the clause on line ${caught.next.line}: record it there.` };
    }
    const edits = caught.say(missing);
    if (typeof edits !== 'function') return edits;
    return {
      title: titleOf(caught, missing),
      target: caught.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};

function missingIn({ said, goesOn, next }: CaughtError): Said {
  const later = goesOn === 'always' ? next : undefined;
  return {
    exception: !said.exception && !later?.exception,
    status: !said.status && !later?.status,
  };
}

function doneBy({ said, next }: CaughtError): string {
  if (said.exception && said.status) return 'This clause records the error and sets the status already.';
  return next?.line === undefined
    ? 'The span records an error that leaves it by itself, so that this is done already.'
    : `The error goes on to the clause on line ${next.line}, which records it already.`;
}

function titleOf({ title }: CaughtError, { exception, status }: Said): string {
  if (exception && status) return `Record the error of \`${title}\` on the span`;
  return exception
    ? `Record the error of \`${title}\` on the span, which has the status only`
    : `Set the status of the span, which has the error of \`${title}\` only`;
}
