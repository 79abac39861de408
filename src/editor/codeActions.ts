import {
  CodeAction,
  CodeActionKind,
  Range,
  Uri,
  WorkspaceEdit,
  type CodeActionProvider,
  type TextDocument,
} from 'vscode';
import type { Analysis } from './analysis.ts';
import { InnerCommand } from './names.ts';

const KINDS = {
  quickfix: CodeActionKind.QuickFix,
  'refactor.rewrite': CodeActionKind.RefactorRewrite,
} as const;

/** An offer of the analysis worker, kept until somebody wants its edit. */
class OfferedAction extends CodeAction {
  readonly document: TextDocument;
  readonly version: number;
  readonly id: string;
  readonly selection: { start: number; end: number };

  constructor(
    title: string,
    kind: CodeActionKind,
    document: TextDocument,
    id: string,
    selection: { start: number; end: number },
  ) {
    super(title, kind);
    this.document = document;
    this.version = document.version;
    this.id = id;
    this.selection = selection;
  }
}

/** The assists as code actions: cheap to offer, the edit made on resolve. */
export class AssistActions implements CodeActionProvider {
  static readonly kinds = Object.values(KINDS);
  private readonly analysis: Analysis;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  async provideCodeActions(document: TextDocument, range: Range): Promise<CodeAction[]> {
    const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const offers = await this.analysis.offers(document, selection);
    return offers.map(
      ({ id, title, kind }) => new OfferedAction(title, KINDS[kind], document, id, selection),
    );
  }

  async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    if (!(action instanceof OfferedAction)) return action;
    const { document } = action;
    // The offer speaks of a text that is no longer there.
    if (document.version !== action.version) return action;
    const files = await this.analysis.edit(document, action.selection, action.id);
    const edit = new WorkspaceEdit();
    for (const { file, edits } of files) {
      const target = file === document.uri.fsPath ? document.uri : Uri.file(file);
      for (const { start, end, text } of edits) {
        edit.replace(target, new Range(document.positionAt(start), document.positionAt(end)), text);
      }
    }
    action.edit = edit;
    action.command = { title: action.title, command: InnerCommand.assistApplied, arguments: [action.id] };
    return action;
  }
}
