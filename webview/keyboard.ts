/** The keys of VS Code's lists and trees, as intents; what an intent does is the list's own business. */

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

/** What a `KeyboardEvent` tells of the key. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The move that a key means, or undefined: other keys, and keys with a modifier, are not the list's. */
export function moveOf(event: KeyPress): Move | undefined {
  return event.ctrlKey || event.metaKey || event.altKey ? undefined : MOVES[event.key];
}

/** Where `move` leads from `position` in a list of `count` rows of which `page` fit; a list with nothing selected begins at 0. */
export function moved(move: Move, position: number, count: number, page: number): number {
  const last = Math.max(0, count - 1);
  if (move === 'first') return 0;
  if (move === 'last') return last;
  if (position < 0) return 0;
  const by = { up: -1, down: 1, pageUp: -Math.max(1, page - 1), pageDown: Math.max(1, page - 1) }[move];
  return Math.min(last, Math.max(0, position + by));
}
