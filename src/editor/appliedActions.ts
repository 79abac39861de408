import { commands, workspace, type Disposable, type LogOutputChannel, type TextDocument } from 'vscode';
import type { Expectation } from '../source/expectation.ts';
import type { Analysis } from './analysis.ts';
import { ContextKey } from './names.ts';
import type { Proofs } from './proofs.ts';

/**
 * Notices that an action's edit has been made: the next change of the document brings its span. An action's command
 * would tell, too, but VS Code loses it where it asks for actions anew while the edit is being worked out.
 */
export class AppliedActions implements Disposable {
  private readonly analysis: Analysis;
  private readonly proofs: Proofs;
  private readonly log: LogOutputChannel;
  private readonly subscription: Disposable;
  /** What the edits would bring that have been worked out for a document as it is, newest first. */
  private readonly prepared = new WeakMap<TextDocument, readonly Expectation[]>();

  constructor(analysis: Analysis, proofs: Proofs, log: LogOutputChannel) {
    this.analysis = analysis;
    this.proofs = proofs;
    this.log = log;
    this.subscription = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const prepared = this.prepared.get(document);
      if (!prepared || contentChanges.length === 0) return;
      this.prepared.delete(document);
      this.changed(document, prepared).catch((error: unknown) => this.log.warn(String(error)));
    });
  }

  /** An edit of the document has been worked out and may be made next. */
  prepare(document: TextDocument, expectation: Expectation): void {
    this.prepared.set(document, [expectation, ...(this.prepared.get(document) ?? [])]);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async changed(document: TextDocument, prepared: readonly Expectation[]): Promise<void> {
    this.analysis.take(document);
    for (const expectation of prepared) {
      if (!(await this.proofs.expect(expectation))) continue;
      await commands.executeCommand('setContext', ContextKey.fixed, true);
      return;
    }
  }
}
