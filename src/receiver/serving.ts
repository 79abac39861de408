import type { BodyBounds } from './body.ts';
import type { Share } from './load.ts';
import type { Sink } from './sink.ts';

/** What serving a request takes beside the request. */
export interface Serving extends BodyBounds {
  readonly sink: Sink;
  /** What this request holds in memory. */
  readonly share: Share;
  /** Tells the user, not the sender, what to change. */
  readonly warn: (sentence: string) => void;
}
