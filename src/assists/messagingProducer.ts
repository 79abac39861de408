import type { Assist } from './assist.ts';

/** A PRODUCER span around the call that sends a message, and the span's context in what the message carries beside its content. */
export const messagingProducer: Assist = {
  id: 'messaging.producer',
  kind: 'refactor.rewrite',
  offer: ({ file, pack, selection }) => {
    const { messaging } = pack.idioms;
    if (!messaging) return { refusal: `Messages are not known for ${pack.id} yet.` };
    const site = messaging.producerAt(file, selection);
    if (!site) {
      return {
        refusal: `There is no call here that sends a message by one of these: ${messaging.libraries.join(', ')}.`,
      };
    }
    const { range, edits } = site;
    if (typeof edits !== 'function') return edits;
    return {
      title: 'Send in a PRODUCER span, with its context in the message',
      target: range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};
