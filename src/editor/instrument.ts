import { CancellationTokenSource, window, workspace } from 'vscode';
import { packFor } from '../languages/all.ts';
import type { AssistActions } from './codeActions.ts';

/** The actions at the cursor in a quick pick of their own: it waits for no other extension. */
export async function instrument(actions: AssistActions): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'file' || !packFor(editor.document.uri.fsPath)) {
    await window.showInformationMessage(
      'Open a file of Python, TypeScript or JavaScript, and place the cursor in its code.',
    );
    return;
  }
  const source = new CancellationTokenSource();
  const offers = await actions.provideCodeActions(
    editor.document,
    editor.selection,
    { only: undefined },
    source.token,
  );
  if (offers.length === 0) {
    await window.showInformationMessage(
      'There is nothing to instrument here: place the cursor in a function or a call, or select statements.',
    );
    return;
  }
  const picked = await window.showQuickPick(
    offers.map((action) => ({ label: action.title, action })),
    { title: 'Instrument here', placeHolder: 'What the code at the cursor can get' },
  );
  if (!picked) return;
  const { edit } = await actions.resolveCodeAction(picked.action);
  if (edit) await workspace.applyEdit(edit, { isRefactoring: true });
}
