import { readFile } from 'node:fs/promises';
import { ProgressLocation, window, workspace } from 'vscode';
import type { FileEdit } from '../assists/assist.ts';
import { EXTENSIONS, type Analysis } from './analysis.ts';
import { editOfFiles } from './assistEdit.ts';

/** What is installed or built is not the user's to mend. */
const FOREIGN =
  '**/{node_modules,site-packages,.venv,venv,__pycache__,dist,build,out,target,vendor,.git,.tox}/**';
const MOST_FILES = 20_000;

/** Mends in every file of the workspace what needs no decision, after asking. */
export async function fixWorkspace(analysis: Analysis): Promise<void> {
  const found = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Spanline: reading the workspace', cancellable: true },
    async (progress, token): Promise<FileEdit[] | undefined> => {
      const files = await workspace.findFiles(`**/*.{${EXTENSIONS.join(',')}}`, FOREIGN, MOST_FILES, token);
      const edits: FileEdit[] = [];
      for (const { fsPath } of files) {
        if (token.isCancellationRequested) return undefined;
        progress.report({ increment: 100 / files.length, message: workspace.asRelativePath(fsPath) });
        const text = (await readFile(fsPath, 'utf8')).replace(/^\uFEFF/, '');
        const edit = await analysis.fixAllOf(fsPath, text);
        if (edit) edits.push(edit);
      }
      return edits;
    },
  );
  if (!found) return;
  if (found.length === 0) {
    void window.showInformationMessage(
      'No attribute of former conventions is left in the workspace that could be renamed without a decision.',
    );
    return;
  }
  const count = found.length === 1 ? 'one file' : `${found.length} files`;
  const answer = await window.showQuickPick(
    [
      { label: `Rename in ${count}`, preview: false },
      { label: 'Choose in a preview…', preview: true },
    ],
    // Reading took its time: the question waits for whoever has looked elsewhere meanwhile.
    { title: 'Rename attributes of former conventions', ignoreFocusOut: true },
  );
  if (!answer) return;
  const edit = await editOfFiles(found, 'Rename attributes of former conventions', answer.preview);
  await workspace.applyEdit(edit, { isRefactoring: true });
}
