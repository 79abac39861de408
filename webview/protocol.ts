/**
 * What the extension host and a trace view say to each other. Both sides import this file; a request carries an id
 * and is answered by a `reply` with the same id.
 */
import type { SpanDetail } from '../src/trace/span.ts';
import type { SourceLocation } from '../src/source/location.ts';
import type { TraceSummary } from '../src/trace/summary.ts';
import type { TracesChange } from '../src/trace/tracesChange.ts';

/** The receiver as the view shows it in its empty state. */
export interface ReceiverState {
  readonly connected: boolean;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly problem?: string;
}

export type ToView =
  | { readonly type: 'receiver'; readonly receiver: ReceiverState }
  /** The whole list, newest first: the first page, or the answer to a query; `title` names a list that is not "all". */
  | { readonly type: 'traces'; readonly traces: readonly TraceSummary[]; readonly title?: string }
  | ({ readonly type: 'tracesChanged' } & TracesChange)
  | { readonly type: 'select'; readonly traceId: string; readonly spanId?: string }
  | { readonly type: 'follow'; readonly on: boolean }
  | { readonly type: 'reply'; readonly id: number; readonly value?: unknown; readonly error?: string };

export type FromView =
  /** The view listens; it shows nothing yet, and may follow the newest trace as it did before it was hidden. */
  | { readonly type: 'ready'; readonly following: boolean }
  /** Opens the source of a span: Enter or double click; or the one of its places that was clicked in the detail. */
  | {
      readonly type: 'openSource';
      readonly traceId: string;
      readonly spanId: string;
      readonly toSide: boolean;
      readonly location?: SourceLocation;
    }
  /** The newest trace is followed from now on, or no longer: the user selected one. */
  | { readonly type: 'following'; readonly on: boolean }
  /** Runs one of the extension's commands from the empty state. */
  | {
      readonly type: 'command';
      readonly command:
        | 'spanline.copyEnvironment'
        | 'spanline.newTerminal'
        | 'spanline.changePort'
        | 'spanline.startServer'
        | 'spanline.showLog';
    }
  | { readonly type: 'showAll' }
  | { readonly type: 'request'; readonly id: number; readonly request: ViewRequest };

export type ViewRequest =
  | { readonly method: 'trace'; readonly traceId: string }
  | { readonly method: 'span'; readonly traceId: string; readonly spanId: string }
  | { readonly method: 'search'; readonly query: string }
  | { readonly method: 'locations'; readonly traceId: string; readonly spanId: string };

/** What each request is answered with. A trace comes packed (`unpackTrace`). */
export interface ViewReplies {
  readonly trace: ArrayBuffer | null;
  readonly span: SpanDetail | null;
  readonly search: readonly TraceSummary[];
  readonly locations: readonly SourceLocation[];
}
