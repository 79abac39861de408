import type { Assist } from './assist.ts';

/** A span that its code starts by hand is ended on every path, also where an error leaves. */
export const spanEnd: Assist = {
  id: 'span.end',
  kind: 'quickfix',
  offer: ({ file, pack, selection }) => {
    const topic = pack.idioms.spanEnd;
    if (!topic) return { refusal: `How ${pack.id} ends a span is not known yet.` };
    const started = topic.startedAt(file, selection);
    if (!started) return { refusal: 'No span is started here: place the cursor where one is.' };
    if ('refusal' in started) return started;
    if (started.isEnded) return { refusal: 'This span is ended on every path already.' };
    const { range, variable, end } = started;
    if (typeof end !== 'function') return end;
    return {
      title: `End \`${variable}\` on every path`,
      target: range,
      edit: () => [{ file: file.path, edits: end() }],
    };
  },
};
