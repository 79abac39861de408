import path from 'node:path';
import type { Refusal } from '../languages/idioms/attempt.ts';
import { assists } from './all.ts';
import type { Assist, AssistContext, FileEdit, Offer } from './assist.ts';
import { breaks } from './breaks.ts';
import { unfit } from './unfit.ts';

/** An offer whose edit has been tried on a copy. */
export interface TriedOffer {
  readonly id: string;
  readonly kind: Assist['kind'];
  readonly title: string;
  readonly target: Offer['target'];
  readonly yieldsTo?: string;
  readonly edits: readonly FileEdit[];
}

/**
 * What all assists offer here, the narrowest target first. A broken assist does not hide the others: it goes to
 * `onError`. `proceed` is asked between two assists; false ends the search, and nothing is offered.
 */
export async function offersAt(
  context: AssistContext,
  onError: (id: string, error: unknown) => void,
  from: readonly Assist[] = assists,
  proceed: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<TriedOffer[]> {
  if (unfit(context.file.text)) return [];
  const there = placed(context);
  const found: TriedOffer[] = [];
  for (const assist of from) {
    if (!(await proceed())) return [];
    try {
      const offer = await tried(assist, there);
      if (!('refusal' in offer)) found.push(offer);
    } catch (error) {
      onError(assist.id, error);
    }
  }
  const length = ({ target }: TriedOffer): number => target.end - target.start;
  const rank = (offer: TriedOffer): number =>
    Math.min(
      length(offer),
      ...found.filter(({ yieldsTo }) => yieldsTo === offer.id).map((one) => length(one) - 0.5),
    );
  return found.sort((a, b) => rank(a) - rank(b));
}

/** One assist's offer, or why there is none. An edit that makes the file parse worse than before is none. */
export async function tryOffer(assist: Assist, context: AssistContext): Promise<TriedOffer | Refusal> {
  const reason = unfit(context.file.text);
  return reason ? { refusal: reason } : tried(assist, placed(context));
}

async function tried(assist: Assist, context: AssistContext): Promise<TriedOffer | Refusal> {
  const offer = await assist.offer(context);
  if ('refusal' in offer) return offer;
  const edits = offer.edit();
  for (const change of edits) {
    if (!(await breaks(context, change))) continue;
    const name = change.file === context.file.path ? 'the file stays' : `${path.basename(change.file)} stays`;
    return { refusal: `The result would not parse, so ${name} as it is.` };
  }
  const { title, target, yieldsTo } = offer;
  return { id: assist.id, kind: assist.kind, title, target, edits, ...(yieldsTo && { yieldsTo }) };
}

/**
 * In the indentation of a line a cursor means what the line begins with, and at its end what it ends with; a selection
 * means what it holds.
 */
function placed(context: AssistContext): AssistContext {
  const { text } = context.file;
  let { start, end } = context.selection;
  if (start < end) {
    while (start < end && /\s/.test(text[start]!)) start++;
    while (end > start && /\s/.test(text[end - 1]!)) end--;
  } else if (/^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))) {
    while (text[start] === ' ' || text[start] === '\t') start++;
    end = start;
  } else if (endsLine(text, start)) {
    while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    start--;
    end = start;
  }
  return { ...context, selection: { start, end } };
}

/** Whether nothing but blanks is left of the line. */
function endsLine(text: string, from: number): boolean {
  const rest = /[ \t]*(?:\r?\n|$)/y;
  rest.lastIndex = from;
  return rest.test(text);
}
