import {
  commands,
  Disposable,
  Uri,
  ViewColumn,
  window,
  type Event,
  type ExtensionContext,
  type Webview,
  type WebviewPanel,
} from 'vscode';
import { View } from './names.ts';
import type { ServerLink } from './serverLink.ts';
import type { SourceOpener } from './sourceOpener.ts';
import { TraceView } from './traceView.ts';
import { viewHtml } from './viewHtml.ts';

/** All trace views of the window: the one in the panel, and one editor tab at most. */
export class TraceViews implements Disposable {
  private readonly dist: Uri;
  private readonly media: Uri;
  private readonly link: ServerLink;
  private readonly opener: SourceOpener;
  private readonly live = new Set<TraceView>();
  private readonly registrations: Disposable;
  private tab: { reveal: () => void } | undefined;

  constructor(context: ExtensionContext, link: ServerLink, opener: SourceOpener) {
    this.dist = Uri.joinPath(context.extensionUri, 'dist');
    this.media = Uri.joinPath(context.extensionUri, 'media');
    this.link = link;
    this.opener = opener;
    this.registrations = Disposable.from(
      window.registerWebviewViewProvider(View.traces, {
        resolveWebviewView: (view) => this.attach(view.webview, view.onDidDispose),
      }),
      window.registerWebviewPanelSerializer(View.tracesTab, {
        deserializeWebviewPanel: (panel) => {
          this.adopt(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens the editor tab, or shows the one there is. */
  openTab(): void {
    if (this.tab) {
      this.tab.reveal();
      return;
    }
    this.adopt(window.createWebviewPanel(View.tracesTab, 'Traces', ViewColumn.Active));
  }

  /** Shows the view in the panel. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${View.traces}.focus`);
  }

  /** Every view selects the newest trace from now on. */
  follow(): void {
    for (const view of this.live) view.follow();
  }

  /** Shows the panel with these traces in place of all. */
  async list(title: string, traceIds: readonly string[]): Promise<void> {
    await this.focus();
    for (const view of this.live) view.show({ title, traceIds });
  }

  /** Shows the panel with this span selected. */
  async select(traceId: string, spanId: string): Promise<void> {
    await this.focus();
    for (const view of this.live) view.select(traceId, spanId);
  }

  dispose(): void {
    this.registrations.dispose();
    for (const view of this.live) view.dispose();
  }

  private adopt(panel: WebviewPanel): void {
    panel.iconPath = Uri.joinPath(this.media, 'icon.svg');
    this.tab = panel;
    panel.onDidDispose(() => (this.tab = undefined));
    this.attach(panel.webview, panel.onDidDispose);
  }

  private attach(webview: Webview, onDidDispose: Event<void>): void {
    webview.options = { enableScripts: true, localResourceRoots: [this.dist] };
    const view = new TraceView(webview, this.link, this.opener);
    this.live.add(view);
    onDidDispose(() => {
      this.live.delete(view);
      view.dispose();
    });
    webview.html = viewHtml(webview, this.dist);
  }
}
