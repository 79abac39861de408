/** What a view keeps while it is hidden and after a restart of the window. */
import { vscode } from './connection.ts';

export interface ViewState {
  /** What the user chose, in px: width of the list, of the names in the waterfall, of the detail; height of the list when it stands above. */
  readonly list?: number;
  readonly names?: number;
  readonly detail?: number;
  readonly listHeight?: number;
  readonly follow: boolean;
  readonly query: string;
  readonly selected?: { readonly traceId: string; readonly spanId?: string };
  /** Collapsed spans of the selected trace, as hex ids. */
  readonly collapsed: readonly string[];
  /** Services in the order in which their colours were given out. */
  readonly services: readonly string[];
}

const FRESH: ViewState = {
  follow: true,
  query: '',
  collapsed: [],
  services: [],
};

let current: ViewState = { ...FRESH, ...(vscode.getState() as Partial<ViewState> | undefined) };

export function state(): ViewState {
  return current;
}

export function remember(change: Partial<ViewState>): void {
  current = { ...current, ...change };
  vscode.setState(current);
}
