import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  Position,
  Range,
  SnippetString,
  SnippetTextEdit,
  TextEdit,
  Uri,
  workspace,
  WorkspaceEdit,
  type TextDocument,
  type WorkspaceEditEntryMetadata,
} from 'vscode';
import type { FileEdit } from '../assists/assist.ts';
import type { AssistEdit, NameInEdit } from '../source/workerProtocol.ts';

/**
 * An assist's edits for the editor, one undo for all: in one file with the new span's name selected for another, over
 * several with a preview.
 */
export async function workspaceEdit(
  document: TextDocument,
  { files, name }: AssistEdit,
  title: string,
): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  const metadata = files.length > 1 ? { needsConfirmation: true, label: title } : undefined;
  for (const change of files) {
    if (change.file === document.uri.fsPath) {
      const edits = change.edits.map(({ start, end, text }, i) => {
        const range = new Range(document.positionAt(start), document.positionAt(end));
        return i === name?.edit && !metadata ? named(range, text, name) : new TextEdit(range, text);
      });
      edit.set(
        document.uri,
        edits.map((one): [TextEdit | SnippetTextEdit, WorkspaceEditEntryMetadata | undefined] => [
          one,
          metadata,
        ]),
      );
    } else await addOther(edit, change, metadata);
  }
  return edit;
}

/** The edits of files that are read from disk; with `preview` the user chooses among them. */
export async function editOfFiles(
  files: readonly FileEdit[],
  label: string,
  preview: boolean,
): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const change of files) await addOther(edit, change, { needsConfirmation: preview, label });
  return edit;
}

/** All but the name is text: whatever is a snippet's syntax in it is escaped, and its white space stays. */
function named(range: Range, text: string, { start, end }: NameInEdit): SnippetTextEdit {
  const snippet = new SnippetString()
    .appendText(text.slice(0, start))
    .appendPlaceholder(text.slice(start, end))
    .appendText(text.slice(end));
  const edit = new SnippetTextEdit(range, snippet);
  edit.keepWhitespace = true;
  return edit;
}

/** The assist has read the file from disk: an unsaved one is another text. */
async function addOther(
  edit: WorkspaceEdit,
  { file, edits, create }: FileEdit,
  metadata: WorkspaceEditEntryMetadata | undefined,
): Promise<void> {
  const uri = Uri.file(file);
  if (workspace.textDocuments.some((one) => one.uri.fsPath === file && one.isDirty)) {
    throw new Error(
      `The action changes ${path.basename(file)}, too, which has unsaved changes: save it first.`,
    );
  }
  if (create) edit.createFile(uri, {}, metadata);
  const text = create ? '' : (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  for (const one of edits) {
    edit.replace(uri, new Range(positionIn(text, one.start), positionIn(text, one.end)), one.text, metadata);
  }
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return new Position(before.length - 1, before.at(-1)!.length);
}
