import { positionAt } from './rows.ts';

/** What the `when` clauses of a `webview/context` menu see, and what its commands are called with. */
export type MenuContext =
  | { readonly webviewSection: 'trace'; readonly traceId: string; readonly tracePinned: boolean }
  | { readonly webviewSection: 'span'; readonly traceId: string; readonly spanId: string };

/**
 * Tells VS Code what a context menu on `list` is about: the row under the pointer, or with the keyboard (`at` undefined)
 * the selected one. VS Code reads it from the element when the event has bubbled up to it.
 */
export function contextOf(
  list: HTMLElement,
  context: (at: number | undefined) => MenuContext | undefined,
): void {
  list.addEventListener('contextmenu', (event) => {
    const found = context(positionAt(event));
    list.dataset.vscodeContext = JSON.stringify({ ...found, preventDefaultContextMenuItems: true });
  });
}
