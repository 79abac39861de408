import type { Assist } from './assist.ts';

/**
 * A CONSUMER span around the work on a message, below the span that sent it; around the work on a batch, with links to
 * all that sent its messages, since only one of them could be the parent.
 */
export const messagingConsumer: Assist = {
  id: 'messaging.consumer',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { messaging } = pack.idioms;
    if (!messaging) return { refusal: `Messages are not known for ${pack.id} yet.` };
    const site = messaging.consumerAt(file, selection);
    if (!site) {
      return {
        refusal: `There is no loop or handler here for messages of one of these: ${messaging.libraries.join(', ')}.`,
      };
    }
    const { range, edits, isBatch } = site;
    if (typeof edits !== 'function') return edits;
    return {
      title: isBatch
        ? 'Process the batch in a CONSUMER span, with links to the spans that sent its messages'
        : 'Process each message in a CONSUMER span, below the span that sent it',
      target: range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
