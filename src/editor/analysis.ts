import {
  EventEmitter,
  ProgressLocation,
  window,
  workspace,
  type CancellationToken,
  type Disposable,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { FileEdit } from '../assists/assist.ts';
import { packs } from '../languages/all.ts';
import type { TextRange } from '../languages/edit.ts';
import type { ExpectedSpan, Expectation } from '../source/expectation.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { SourceLocation } from '../source/location.ts';
import type { FunctionFigures } from '../source/placeOperations.ts';
import { AnalysisWorker } from '../source/workerClient.ts';
import type { AssistEdit, DocumentText, OfferSummary } from '../source/workerProtocol.ts';
import type { Operation } from '../trace/operation.ts';
import { setting } from './settings.ts';

/** Files whose changes the index follows. */
export const EXTENSIONS = packs.flatMap((pack) =>
  [...pack.grammars.keys()].map((extension) => extension.slice(1)),
);
const LANGUAGES = new Set(packs.flatMap((pack) => pack.editorLanguages));
/** A pause in typing after which the index takes the text of an unsaved document. */
const TYPING_PAUSE_MS = 300;

/** The analysis worker, told of this window's folders, files and unsaved documents. */
export class Analysis implements Disposable {
  private readonly figuresChanged = new EventEmitter<void>();
  private readonly worker: AnalysisWorker;
  private readonly log: LogOutputChannel;
  private readonly subscriptions: Disposable[];
  private readonly pending = new Map<string, NodeJS.Timeout>();

  /** Figures may have changed in any document. */
  readonly onFigures = this.figuresChanged.event;

  constructor(script: string, grammars: string, log: LogOutputChannel) {
    this.log = log;
    this.worker = new AnalysisWorker({
      script,
      grammars,
      onFiguresChanged: () => this.figuresChanged.fire(),
      onProblem: (problem) => log.error(problem),
    });
    const watcher = workspace.createFileSystemWatcher(`**/*.{${EXTENSIONS.join(',')}}`);
    const changed = ({ fsPath }: Uri) => {
      // What an editor shows counts, though it is on disk otherwise; the news of that may come late.
      const isShown = ({ uri, isDirty }: TextDocument) => isDirty && uri.fsPath === fsPath;
      if (!this.pending.has(fsPath) && !workspace.textDocuments.some(isShown))
        this.worker.fileChanged(fsPath);
    };
    this.subscriptions = [
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(({ fsPath }) => this.worker.fileRemoved(fsPath)),
      workspace.onDidChangeTextDocument(({ document }) => this.typed(document)),
      workspace.onDidCloseTextDocument(({ uri, languageId }) => {
        // Edits may have been thrown away: what counts is on disk again.
        if (uri.scheme !== 'file' || !LANGUAGES.has(languageId)) return;
        this.settle(uri.fsPath);
        this.worker.fileChanged(uri.fsPath);
      }),
      workspace.onDidChangeWorkspaceFolders(() => void this.openFolders()),
      this.figuresChanged,
    ];
    void this.openFolders();
  }

  /** Where a span lives, best first; `chain` is the span and its ancestors. */
  locate(chain: readonly SpanDetail[]): Promise<SourceLocation[]> {
    return this.worker.locate(chain);
  }

  setOperations(operations: readonly Operation[], all: boolean): void {
    this.worker.setOperations(operations, all);
  }

  figures(document: TextDocument): Promise<FunctionFigures[]> {
    return this.worker.figuresOf(document.uri.fsPath);
  }

  /** The expected span in the text as it is now; null where there is none. */
  expected(expectation: Expectation): Promise<ExpectedSpan | null> {
    return this.worker.expected(expectation);
  }

  offers(
    document: TextDocument,
    selection: TextRange,
    kinds: readonly OfferSummary['kind'][],
    token: CancellationToken,
  ): Promise<OfferSummary[]> {
    return this.worker.offersAt(textOf(document), selection, kinds, token);
  }

  /** The index takes the text of a document, at once. */
  take(document: TextDocument): void {
    this.settle(document.uri.fsPath);
    // It may not know yet that it is dirty.
    this.worker.documentChanged(textOf(document));
  }

  edit(document: TextDocument, selection: TextRange, id: string): Promise<AssistEdit> {
    return this.worker.editOf(textOf(document), selection, id);
  }

  /** The edits that mend all of a document that needs no decision; null where there are none. */
  fixAll(document: TextDocument): Promise<FileEdit | null> {
    return this.worker.fixAllOf(textOf(document));
  }

  /** The same of a file as it is on disk. */
  fixAllOf(path: string, text: string): Promise<FileEdit | null> {
    return this.worker.fixAllOf({ path, text });
  }

  /** Asks every lens again. */
  refresh(): void {
    this.figuresChanged.fire();
  }

  dispose(): void {
    for (const timer of this.pending.values()) clearTimeout(timer);
    for (const one of this.subscriptions) one.dispose();
    void this.worker.dispose();
  }

  private async openFolders(): Promise<void> {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    try {
      const files = await window.withProgress(
        { location: ProgressLocation.Window, title: 'Spanline: reading the workspace' },
        () => this.worker.openFolders(folders.map(({ uri }) => uri.fsPath)),
      );
      this.log.info(`The index holds ${files} source files.`);
      // What was restored unsaved, or was open already, has told of no change.
      for (const document of workspace.textDocuments) if (document.isDirty) this.typed(document);
    } catch (error) {
      this.log.error(`The workspace could not be read: ${String(error)}`);
    }
  }

  /** The pause in typing is not waited for. */
  private settle(path: string): void {
    clearTimeout(this.pending.get(path));
    this.pending.delete(path);
  }

  private typed(document: TextDocument): void {
    if (document.uri.scheme !== 'file' || !LANGUAGES.has(document.languageId)) return;
    const { fsPath } = document.uri;
    clearTimeout(this.pending.get(fsPath));
    this.pending.set(
      fsPath,
      setTimeout(() => {
        this.take(document);
      }, TYPING_PAUSE_MS),
    );
  }
}

function textOf(document: TextDocument): DocumentText {
  return {
    path: document.uri.fsPath,
    text: document.getText(),
    preferences: { pythonSpanStyle: setting('python.spanStyle', document) },
  };
}
