import { Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  PortMessageReader,
  PortMessageWriter,
  type CancellationToken,
  type MessageConnection,
  type NotificationType,
  type RequestType,
} from 'vscode-jsonrpc/node';
import type { FileEdit } from '../assists/assist.ts';
import type { TextRange } from '../languages/edit.ts';
import type { Operation } from '../trace/operation.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { ExpectedSpan, Expectation } from './expectation.ts';
import type { SourceLocation } from './location.ts';
import type { FunctionFigures } from './placeOperations.ts';
import * as protocol from './workerProtocol.ts';
import type { AssistEdit, DocumentText, OfferSummary } from './workerProtocol.ts';
import type { ScanProgress } from './workspaceIndex.ts';

export interface WorkerOptions {
  /** The bundled worker. */
  readonly script: string;
  /** Folder of the parser and its grammars. */
  readonly grammars: string;
  readonly onScanning?: (progress: ScanProgress) => void;
  readonly onFiguresChanged?: () => void;
  /** One sentence for the log. */
  readonly onProblem: (problem: string) => void;
}

/**
 * The analysis worker: starts with the first question, starts again once when it dies (with the folders and operations
 * it knew), and after that refuses with a sentence that says so.
 */
export class AnalysisWorker {
  private readonly options: WorkerOptions;
  private readonly operations = new Map<number, Operation>();
  private folders: readonly string[] = [];
  private connection: MessageConnection | undefined;
  private worker: Worker | undefined;
  private deaths = 0;
  private disposed = false;

  constructor(options: WorkerOptions) {
    this.options = options;
  }

  /** Reads the folders' files; resolves with their number. */
  openFolders(folders: readonly string[]): Promise<number> {
    this.folders = folders;
    return this.ask(protocol.OpenFolders, { folders });
  }

  /** A file was created or saved, or an edit was thrown away. */
  fileChanged(path: string): void {
    this.tell(protocol.FileChanged, { path });
  }

  fileRemoved(path: string): void {
    this.tell(protocol.FileRemoved, { path });
  }

  documentChanged(document: DocumentText): void {
    this.tell(protocol.DocumentChanged, document);
  }

  /** Where a span lives, best first; `chain` is the span and its ancestors. */
  locate(chain: readonly SpanDetail[]): Promise<SourceLocation[]> {
    return this.ask(protocol.Locate, { chain });
  }

  /** Operations that are new or have changed; `all` when they replace every one known. */
  setOperations(operations: readonly Operation[], all: boolean): void {
    if (all) this.operations.clear();
    for (const operation of operations) this.operations.set(operation.id, operation);
    this.tell(protocol.SetOperations, { operations, all });
  }

  figuresOf(path: string): Promise<FunctionFigures[]> {
    return this.ask(protocol.FiguresOf, { path });
  }

  /** The expected span in the text as it is now; null where there is none. */
  expected(expectation: Expectation): Promise<ExpectedSpan | null> {
    return this.ask(protocol.Expected, expectation);
  }

  offersAt(
    document: DocumentText,
    selection: TextRange,
    kinds?: readonly OfferSummary['kind'][],
    token?: CancellationToken,
  ): Promise<OfferSummary[]> {
    return this.ask(protocol.OffersAt, { ...document, selection, ...(kinds && { kinds }) }, token);
  }

  editOf(document: DocumentText, selection: TextRange, id: string): Promise<AssistEdit> {
    return this.ask(protocol.EditOf, { ...document, selection, id });
  }

  /** The edits that mend all of a file that needs no decision; null where there are none. */
  fixAllOf(document: DocumentText): Promise<FileEdit | null> {
    return this.ask(protocol.FixAllOf, document);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.connection?.dispose();
    await this.worker?.terminate();
  }

  private async ask<Params, Result>(
    type: RequestType<Params, Result, void>,
    params: Params,
    token?: CancellationToken,
  ): Promise<Result> {
    return this.connected().sendRequest<Result>(type.method, params, ...(token ? [token] : []));
  }

  private tell<Params>(type: NotificationType<Params>, params: Params): void {
    if (this.disposed || this.deaths > 1) return;
    this.connected().sendNotification(type.method, params).catch(this.report);
  }

  private connected(): MessageConnection {
    if (this.disposed) throw new Error('The analysis of the source has been stopped.');
    if (this.deaths > 1)
      throw new Error('The analysis of the source failed twice; reload the window to start it again.');
    return (this.connection ??= this.start());
  }

  private start(): MessageConnection {
    const worker = new Worker(this.options.script, { workerData: { grammars: this.options.grammars } });
    const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
    connection.onNotification(protocol.Scanning, (progress) => this.options.onScanning?.(progress));
    connection.onNotification(protocol.FiguresChanged, () => this.options.onFiguresChanged?.());
    connection.listen();
    worker.on('error', this.report);
    worker.once('exit', () => {
      connection.dispose();
      if (!this.disposed) this.died();
    });
    this.worker = worker;
    return connection;
  }

  /** What the dead worker knew is told to the new one; open questions have failed with their connection. */
  private died(): void {
    this.deaths += 1;
    this.connection = undefined;
    if (this.deaths > 1) {
      this.options.onProblem('The analysis of the source failed twice; reload the window to start it again.');
      return;
    }
    this.options.onProblem('The analysis of the source failed and starts again.');
    if (this.folders.length > 0) this.ask(protocol.OpenFolders, { folders: this.folders }).catch(this.report);
    this.tell(protocol.SetOperations, { operations: [...this.operations.values()], all: true });
  }

  private readonly report = (error: unknown): void => {
    if (!this.disposed) this.options.onProblem(error instanceof Error ? error.message : String(error));
  };
}
