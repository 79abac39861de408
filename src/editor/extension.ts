import { commands, env, languages, Uri, window, type Disposable, type ExtensionContext } from 'vscode';
import { dataFolder } from '../server/dataFolder.ts';
import { Clear, Operations, Shutdown } from '../server/protocol.ts';
import { packs } from '../languages/all.ts';
import { Analysis } from './analysis.ts';
import { AssistActions } from './codeActions.ts';
import { FiguresLens } from './codeLens.ts';
import { injectIntoDebugSessions } from './debugEnvironment.ts';
import { sendingPort } from './environment.ts';
import { Command, ContextKey, InnerCommand } from './names.ts';
import { changePorts, copyEnvironment, newTerminal, pickStatus } from './receiverCommands.ts';
import { ServerLink } from './serverLink.ts';
import { onSettingChange, setting } from './settings.ts';
import { SourceOpener } from './sourceOpener.ts';
import { StatusBar } from './statusBar.ts';
import { injectIntoTerminals } from './terminalEnvironment.ts';
import { TraceViews } from './traceViews.ts';

/** What tests (and other extensions) may ask of Spanline. */
export interface SpanlineApi {
  /** Resolves with the receiver's ports as soon as it listens. */
  readonly ready: Promise<{ http: number; grpc: number }>;
}

/** What a view's context menu tells of the row that it was opened on. */
interface SpanInView {
  readonly traceId: string;
  readonly spanId: string;
}

export function activate(context: ExtensionContext): SpanlineApi {
  const log = window.createOutputChannel('Spanline', { log: true });
  const keep = (...disposables: Disposable[]) => context.subscriptions.push(...disposables);
  const bundle = (name: string) => Uri.joinPath(context.extensionUri, 'dist', name).fsPath;

  const link = new ServerLink(
    () => ({
      data: dataFolder(),
      script: bundle('server.mjs'),
      // The editor's own runtime runs the server as plain Node.
      executable: process.execPath,
      env: { ELECTRON_RUN_AS_NODE: '1' },
      httpPort: setting('receiver.httpPort'),
      grpcPort: setting('receiver.grpcPort'),
      client: 'vscode',
      version: (context.extension.packageJSON as { version: string }).version,
    }),
    (line) => log.warn(line),
  );
  const analysis = new Analysis(bundle('worker.mjs'), bundle('grammars'), log);
  const opener = new SourceOpener(link, analysis);
  const views = new TraceViews(context, link, opener);
  const status = new StatusBar();
  keep(log, link, analysis, views, status);

  const port = () => (setting('environment.enabled') ? sendingPort(link.state) : undefined);
  let injected: number | undefined;
  const inject = () => {
    if (port() === injected) return;
    injected = port();
    injectIntoTerminals(context, injected);
  };
  let connected = false;
  keep(
    link.onState(() => {
      status.show(link.state, link.why);
      inject();
      if ((link.state !== undefined) === connected) return;
      connected = !connected;
      void commands.executeCommand('setContext', ContextKey.connected, connected);
      if (connected) void link.ask(Operations).then((all) => analysis.setOperations(all, true));
    }),
    link.onOperations((changed) => analysis.setOperations(changed, false)),
    link.onTraces(({ cleared }) => {
      if (cleared) analysis.setOperations([], true);
    }),
    onSettingChange(['environment.enabled'], inject),
    onSettingChange(['codeLens.enabled'], () => analysis.refresh()),
    injectIntoDebugSessions(port),
  );

  const selector = packs.flatMap((pack) =>
    pack.editorLanguages.map((language) => ({ language, scheme: 'file' })),
  );
  keep(
    languages.registerCodeLensProvider(selector, new FiguresLens(analysis)),
    languages.registerCodeActionsProvider(selector, new AssistActions(analysis), {
      providedCodeActionKinds: AssistActions.kinds,
    }),
  );

  const runStatus = async () => {
    const item = await pickStatus(link);
    if (item?.run) await item.run();
    else if (item?.command !== undefined) await commands.executeCommand(item.command);
  };
  const clear = async () => {
    const answer = await window.showWarningMessage('Delete all stored traces?', { modal: true }, 'Delete');
    if (answer === 'Delete') await link.ask(Clear);
  };
  const stop = async () => {
    if (link.state) await link.ask(Shutdown);
    link.leave();
  };
  const handlers: Record<string, (...args: never[]) => unknown> = {
    [Command.openTraces]: () => views.openTab(),
    [Command.focusTraces]: () => views.focus(),
    [Command.followNewest]: () => views.follow(),
    [Command.openSource]: (span: SpanInView) => opener.open(span.traceId, span.spanId, false),
    [Command.openSourceToSide]: (span: SpanInView) => opener.open(span.traceId, span.spanId, true),
    [Command.copyTraceId]: (span: SpanInView) => env.clipboard.writeText(span.traceId),
    [Command.copySpanId]: (span: SpanInView) => env.clipboard.writeText(span.spanId),
    [Command.clearTraces]: clear,
    [Command.newTerminal]: newTerminal,
    [Command.copyEnvironment]: () => copyEnvironment(link),
    [Command.changePort]: () => changePorts(link),
    [Command.showStatus]: runStatus,
    [Command.startServer]: () => link.start(),
    [Command.stopServer]: stop,
    [Command.showLog]: () => log.show(),
    [InnerCommand.listTraces]: (title: string, traceIds: string[]) => views.list(title, traceIds),
    [InnerCommand.assistApplied]: () => commands.executeCommand('setContext', ContextKey.fixed, true),
  };
  for (const [name, handler] of Object.entries(handlers))
    keep(commands.registerCommand(name, guarded(handler, log)));

  const ready = new Promise<{ http: number; grpc: number }>((resolve) => {
    keep(
      link.onState(() => {
        const { state } = link;
        if (state && sendingPort(state) !== undefined)
          resolve({ http: state.http.port, grpc: state.grpc.port });
      }),
    );
  });
  if (setting('receiver.enabled')) void link.start();
  return { ready };
}

/** A command whose failure is told in one sentence and kept in the log. */
function guarded(handler: (...args: never[]) => unknown, log: { error: (message: string | Error) => void }) {
  return async (...args: never[]): Promise<unknown> => {
    try {
      return await handler(...args);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      await window.showErrorMessage(`Spanline: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
}
