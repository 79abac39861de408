import {
  CodeAction,
  CodeActionKind,
  window,
  type CancellationToken,
  type CodeActionContext,
  type CodeActionProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import { largest } from '../assists/unfit.ts';
import type { TextRange } from '../languages/edit.ts';
import type { OfferSummary } from '../source/workerProtocol.ts';
import type { Analysis } from './analysis.ts';
import type { AppliedActions } from './appliedActions.ts';
import { workspaceEdit } from './assistEdit.ts';

const KINDS: Readonly<Record<OfferSummary['kind'], CodeActionKind>> = {
  quickfix: CodeActionKind.QuickFix,
  'refactor.rewrite': CodeActionKind.RefactorRewrite,
};

/** What mends a whole file: as a source action, and on save where the user wants it. */
const FIX_ALL = CodeActionKind.SourceFixAll.append('spanline');

/** An offer of the analysis worker, kept until somebody wants its edit. */
class OfferedAction extends CodeAction {
  readonly document: TextDocument;
  readonly version: number;
  readonly id: string;
  readonly selection: TextRange;

  constructor({ id, title, kind }: OfferSummary, document: TextDocument, selection: TextRange) {
    super(title, KINDS[kind]);
    this.document = document;
    this.version = document.version;
    this.id = id;
    this.selection = selection;
  }
}

/** The assists as code actions: cheap to offer, the edit made on resolve. */
export class AssistActions implements CodeActionProvider {
  static readonly kinds = [...Object.values(KINDS), FIX_ALL];
  private readonly analysis: Analysis;
  private readonly applied: AppliedActions;

  constructor(analysis: Analysis, applied: AppliedActions) {
    this.analysis = analysis;
    this.applied = applied;
  }

  async provideCodeActions(
    document: TextDocument,
    range: Range,
    { only }: Pick<CodeActionContext, 'only'>,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const kinds = (Object.keys(KINDS) as OfferSummary['kind'][]).filter(
      (kind) => only?.contains(KINDS[kind]) ?? true,
    );
    // A text that is too large is not even sent to the worker.
    if (lengthOf(document) > largest) return [];
    // Asked for by name only: a source action is not for the lightbulb.
    if (only?.contains(FIX_ALL)) return this.fixAll(document);
    if (kinds.length === 0) return [];
    const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const offers = await this.analysis.offers(document, selection, kinds, token);
    return offers.map((offer) => new OfferedAction(offer, document, selection));
  }

  private async fixAll(document: TextDocument): Promise<CodeAction[]> {
    const all = await this.analysis.fixAll(document);
    if (!all) return [];
    const action = new CodeAction('Spanline: fix all in this file', FIX_ALL);
    action.edit = await workspaceEdit(document, { files: [all] }, action.title);
    return [action];
  }

  async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    if (!(action instanceof OfferedAction)) return action;
    const { document, version, id, selection, title } = action;
    // The offer speaks of a text that is no longer there.
    const isStale = () => document.version !== version;
    if (isStale()) return action;
    try {
      const made = await this.analysis.edit(document, selection, id);
      const edit = await workspaceEdit(document, made, title);
      if (isStale()) return action;
      action.edit = edit;
      if (made.expectation) this.applied.prepare(document, made.expectation);
    } catch (error) {
      void window.showWarningMessage(`Spanline: ${error instanceof Error ? error.message : String(error)}`);
    }
    return action;
  }
}

function lengthOf(document: TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
