import type { TextEdit } from '../edit.ts';

/** Why something cannot be done, in one sentence that a person can act on. */
export interface Refusal {
  readonly refusal: string;
}

/** Makes the edits of one file when somebody wants them; or why it cannot be done. */
export type Attempt = (() => TextEdit[]) | Refusal;
