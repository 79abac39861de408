import { commands, languages, Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { dataFolder } from '../server/dataFolder.ts';
import { Operations } from '../server/protocol.ts';
import { packs } from '../languages/all.ts';
import { Analysis } from './analysis.ts';
import { AppliedActions } from './appliedActions.ts';
import { AssistActions } from './codeActions.ts';
import { FiguresLens } from './codeLens.ts';
import { registerCommands } from './commands.ts';
import { injectIntoDebugSessions } from './debugEnvironment.ts';
import { sendingPort } from './environment.ts';
import { ContextKey } from './names.ts';
import { ProofLens } from './proofLens.ts';
import { Proofs } from './proofs.ts';
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
      limits: {
        maxItems: setting('retention.maxItems'),
        maxBytes: setting('retention.maxSize') * 1_000_000,
        maxAgeMs: setting('retention.maxAge') * 3_600_000,
      },
      door: {
        origins: setting('receiver.allowedOrigins'),
        limit: setting('receiver.maxRequestSize') * 1_048_576,
      },
      client: 'vscode',
      version: (context.extension.packageJSON as { version: string }).version,
    }),
    (line) => log.warn(line),
  );
  const analysis = new Analysis(bundle('worker.mjs'), bundle('grammars'), log);
  const opener = new SourceOpener(link, analysis);
  const views = new TraceViews(context, link, opener);
  const status = new StatusBar();
  const proofs = new Proofs(link, analysis, views, opener, log);
  const applied = new AppliedActions(analysis, proofs, log);
  const actions = new AssistActions(analysis, applied);
  keep(log, link, analysis, views, status, proofs, applied);

  const port = () => (setting('environment.enabled') ? sendingPort(link.state) : undefined);
  let injected: number | undefined;
  const inject = () => {
    injected = port();
    injectIntoTerminals(context, injected);
  };
  let connected = false;
  keep(
    link.onState(() => {
      status.show(link.state, link.why);
      if (port() !== injected) inject();
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
    workspace.onDidChangeConfiguration((event) => {
      // The user's own variables for terminals win.
      if (event.affectsConfiguration('terminal.integrated.env')) inject();
    }),
    onSettingChange(['codeLens.enabled'], () => analysis.refresh()),
    injectIntoDebugSessions(port),
  );

  const selector = packs.flatMap((pack) =>
    pack.editorLanguages.map((language) => ({ language, scheme: 'file' })),
  );
  keep(
    languages.registerCodeLensProvider(selector, new FiguresLens(analysis)),
    languages.registerCodeLensProvider(selector, new ProofLens(proofs)),
    languages.registerCodeActionsProvider(selector, actions, {
      providedCodeActionKinds: AssistActions.kinds,
    }),
  );

  keep(registerCommands({ link, views, opener, analysis, actions, proofs, log }));

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
