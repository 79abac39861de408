import { CancellationTokenSource, commands, Disposable, type Webview } from 'vscode';
import type { FromView, ReceiverState, ToView, ViewReplies, ViewRequest } from '../../webview/protocol.ts';
import { SpanOf, Trace, Traces } from '../server/protocol.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { sendingPort } from './environment.ts';
import type { ServerLink } from './serverLink.ts';
import { ContextKey } from './names.ts';
import { problemOf } from './receiverText.ts';
import type { SourceOpener } from './sourceOpener.ts';

/** How many traces a list shows; a search reaches the older ones. */
const LIST_LIMIT = 500;

/** A list that is not "all": the traces of one function, say. */
interface TitledList {
  readonly title: string;
  readonly traceIds: readonly string[];
}

/**
 * One webview, in the panel or in a tab. It may be hidden and made anew at any time: `ready` brings everything again.
 */
export class TraceView extends Disposable {
  private readonly webview: Webview;
  private readonly link: ServerLink;
  private readonly opener: SourceOpener;
  private list: TitledList | undefined;
  private selected: ToView | undefined;
  private searching: { readonly query: string; readonly source: CancellationTokenSource } | undefined;
  private loaded = false;
  private wasConnected = false;

  constructor(webview: Webview, link: ServerLink, opener: SourceOpener) {
    const subscriptions: Disposable[] = [];
    super(() => {
      for (const one of subscriptions) one.dispose();
    });
    this.webview = webview;
    this.link = link;
    this.opener = opener;
    subscriptions.push(
      webview.onDidReceiveMessage((message: FromView) => void this.receive(message)),
      link.onState(() => this.stateChanged()),
      link.onTraces((change) => {
        this.post({ type: 'tracesChanged', ...change });
        if (change.stale) void this.sendTraces();
      }),
    );
  }

  follow(): void {
    this.list = undefined;
    void this.sendTraces();
    this.post({ type: 'follow', on: true });
  }

  /** Lists these traces in place of all, and selects the first. */
  show(list: TitledList): void {
    this.list = list;
    const first = list.traceIds[0];
    this.selected = first === undefined ? undefined : { type: 'select', traceId: first };
    if (this.loaded) void this.sendList();
  }

  /** Lists all, and selects this span. */
  select(traceId: string, spanId: string): void {
    this.list = undefined;
    this.selected = { type: 'select', traceId, spanId };
    if (this.loaded) void this.sendList();
  }

  private stateChanged(): void {
    this.post({ type: 'receiver', receiver: receiverState(this.link) });
    const connected = this.link.state !== undefined;
    // A server that has come back may know other traces than the one before.
    if (connected && !this.wasConnected) void this.sendTraces();
    this.wasConnected = connected;
  }

  private post(message: ToView): void {
    // Resolves to false while the view is hidden: its next `ready` brings what it missed.
    void this.webview.postMessage(message);
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.loaded = true;
        await this.following(message.following);
        this.post({ type: 'receiver', receiver: receiverState(this.link) });
        await this.sendList();
        return;
      case 'openSource':
        if (message.location) await this.opener.reveal(message.location, message.toSide);
        else await this.opener.open(message.traceId, message.spanId, message.toSide);
        return;
      case 'following':
        await this.following(message.on);
        return;
      case 'command':
        await commands.executeCommand(message.command);
        return;
      case 'showAll':
        this.list = undefined;
        await this.sendTraces();
        return;
      case 'request':
        await this.reply(message.id, message.request);
    }
  }

  /** The toolbar offers to follow only where that would change something. */
  private async following(on: boolean): Promise<void> {
    await commands.executeCommand('setContext', ContextKey.following, on);
  }

  private async sendList(): Promise<void> {
    await this.sendTraces();
    // What a hidden view did not take waits for its next `ready`.
    if (this.selected && (await this.webview.postMessage(this.selected))) this.selected = undefined;
  }

  private async sendTraces(): Promise<void> {
    if (!this.link.state) return;
    const list = this.list;
    const traces = await this.link.request(Traces, {
      limit: LIST_LIMIT,
      ...(list && { traceIds: list.traceIds }),
    });
    this.post({ type: 'traces', traces, ...(list && { title: list.title }) });
  }

  private async reply(id: number, request: ViewRequest): Promise<void> {
    try {
      this.post({ type: 'reply', id, value: await this.answer(request) });
    } catch (error) {
      this.post({ type: 'reply', id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private async answer(request: ViewRequest): Promise<ViewReplies[ViewRequest['method']]> {
    switch (request.method) {
      case 'trace': {
        const packed = await this.link.request(Trace, { traceId: request.traceId });
        // Only an ArrayBuffer of its own crosses to the webview as bytes.
        return packed && packed.slice().buffer;
      }
      case 'span':
        return this.link.request(SpanOf, { traceId: request.traceId, spanId: request.spanId });
      case 'search':
        return this.search(request.query);
      case 'locations':
        return this.opener.locations(request.traceId, request.spanId);
    }
  }

  /** A search for something else ends the one before; the same again lets it answer first. */
  private search(query: string): Promise<TraceSummary[]> {
    if (this.searching?.query !== query) {
      this.searching?.source.cancel();
      this.searching = { query, source: new CancellationTokenSource() };
    }
    return this.link.request(Traces, { limit: LIST_LIMIT, query }, this.searching.source.token);
  }
}

function receiverState(link: ServerLink): ReceiverState {
  const { state } = link;
  const port = sendingPort(state);
  const problem = state ? problemOf(state) : link.why === 'starting' ? undefined : `Receiver: ${link.why}.`;
  return {
    connected: state !== undefined,
    httpPort: state?.http.listening ? state.http.port : (port ?? 0),
    grpcPort: state?.grpc.listening ? state.grpc.port : (port ?? 0),
    ...(problem !== undefined && { problem }),
  };
}
